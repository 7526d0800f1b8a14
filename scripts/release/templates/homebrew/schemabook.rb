class Schemabook < Formula
  desc "Static sites for event contracts, with every example proved"
  homepage "{{repository}}"
  version "{{version}}"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "{{url aarch64-apple-darwin}}"
      sha256 "{{sha256 aarch64-apple-darwin}}"
    end
    on_intel do
      url "{{url x86_64-apple-darwin}}"
      sha256 "{{sha256 x86_64-apple-darwin}}"
    end
  end

  on_linux do
    on_arm do
      url "{{url aarch64-unknown-linux-musl}}"
      sha256 "{{sha256 aarch64-unknown-linux-musl}}"
    end
    on_intel do
      url "{{url x86_64-unknown-linux-musl}}"
      sha256 "{{sha256 x86_64-unknown-linux-musl}}"
    end
  end

  def install
    bin.install "schemabook"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/schemabook.bash" => "schemabook"
    zsh_completion.install "completions/_schemabook"
    fish_completion.install "completions/schemabook.fish"
  end

  test do
    system bin/"schemabook", "init", "contracts"
    system bin/"schemabook", "check", "--strict", "contracts"
  end
end
