# A stand-in for Homebrew, which cannot be had everywhere: `ruby brew.rb FORMULA FOLDER` installs what FOLDER holds as the formula says, and
# runs the formula's test.
require "fileutils"
require "pathname"
require "tmpdir"

class Folder < Pathname
  def install(files)
    FileUtils.mkdir_p(self)
    Array(files).each do |file|
      from, to = file.is_a?(Array) ? file : [file, File.basename(file)]
      FileUtils.cp(from, self / to)
    end
  end
end

class Formula
  PREFIX = Pathname(Dir.mktmpdir)
  at_exit { FileUtils.rm_rf(PREFIX) }

  class << self
    attr_reader :trial
    %i[desc homepage version license url sha256].each { |name| define_method(name) { |*, **| nil } }
    %i[on_macos on_linux on_arm on_intel].each { |name| define_method(name) { |&block| block.call } }

    def test(&trial)
      @trial = trial
    end
  end

  { bin: "bin", man1: "share/man/man1", bash_completion: "etc/bash_completion.d", zsh_completion: "share/zsh/site-functions",
    fish_completion: "share/fish/vendor_completions.d" }.each { |name, path| define_method(name) { Folder.new(PREFIX / path) } }

  def system(*command)
    Kernel.system(*command.map(&:to_s), exception: true)
  end
end

load ARGV[0]
formula = Schemabook.new
Dir.chdir(ARGV[1]) { formula.install }
Dir.mktmpdir { |folder| Dir.chdir(folder) { formula.instance_eval(&Schemabook.trial) } }
