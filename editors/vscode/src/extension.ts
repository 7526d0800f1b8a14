// Starts `schemabook lsp` for the folder that is open; all that it does is the server's.

import { commands, type ExtensionContext, window, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

/** What the project consists of; the server says which of it it has to do with. */
const LANGUAGES = ["json", "jsonc", "json5", "yaml", "markdown", "mdx", "toml"];

let client: LanguageClient | undefined;

/** What is under the cursor, for a command that comes from the palette and says nothing of it. */
function here(): unknown[] {
  const editor = window.activeTextEditor;
  if (!client || editor?.document.uri.scheme !== "file") return [];
  return [client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active)];
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration("schemabook");
  const command = settings.get("command", "schemabook");
  client = new LanguageClient("schemabook", "schemabook", { command, args: ["lsp"] }, {
    documentSelector: LANGUAGES.map((language) => ({ scheme: "file", language })),
    initializationOptions: { folder: settings.get("folder", "") },
    // The client registers the commands that the server has.
    middleware: { executeCommand: (command, args, next) => next(command, args.length > 0 ? args : here()) },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`schemabook: \`${command} lsp\` can't be started: ${why}. The setting schemabook.command names the program.`);
  }
}

export async function activate(context: ExtensionContext): Promise<void> {
  const restart = async (): Promise<void> => {
    await client?.stop();
    await start();
  };
  context.subscriptions.push(
    commands.registerCommand("schemabook.restart", restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("schemabook")) void restart();
    }),
  );
  await start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
