-- Neovim's own client over tests/lsp/cases/shop: `nvim --headless --clean -S tests/editors/neovim.lua`, with the program in CARGO_BIN.
-- It ends with 1 and says why where the server is not what a real editor needs.

local root = vim.fn.getcwd() .. "/tests/lsp/cases/shop"

local function fail(words)
  io.stderr:write("neovim: " .. words .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, is_so)
  if not vim.wait(60000, is_so, 20) then fail(what .. " did not come") end
end

local function expect(found, pattern, what)
  if not tostring(found):find(pattern, 1, true) then fail(what .. ": `" .. pattern .. "` is not in\n" .. tostring(found)) end
end

local client = vim.lsp.start_client({ name = "schemabook", cmd = { vim.env.CARGO_BIN, "lsp" }, root_dir = root })

local function open(file)
  vim.cmd("edit " .. vim.fn.fnameescape(root .. "/" .. file))
  vim.lsp.buf_attach_client(0, client)
  return vim.api.nvim_get_current_buf()
end

local function ask(method, buffer, line, column)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line - 1, character = column - 1 } }
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000)
  return answers and answers[client] and answers[client].result
end

-- What is wrong while it is typed, before it is saved.
local example = open("examples/order_placed/web.json")
wait("the client", function()
  local started = vim.lsp.get_client_by_id(client)
  return started and started.initialized
end)
local hover = ask("textDocument/hover", example, 4, 16)
expect(hover and hover.contents.value, "Which product.", "hover")
vim.api.nvim_buf_set_lines(example, 3, 4, false, { '    { "sku": "tea", "count": 2 }' })
wait("the diagnostic", function() return #vim.diagnostic.get(example) > 0 end)
expect(vim.diagnostic.get(example)[1].message, "does not match the pattern", "diagnostic")
vim.api.nvim_buf_set_lines(example, 3, 4, false, { '    { "sku": "TEA", "count": 2 }' })
wait("its end", function() return #vim.diagnostic.get(example) == 0 end)

-- What may stand where somebody types, and what mends a slip.
vim.api.nvim_buf_set_lines(example, 3, 4, false, { '    { "sku": "TEA", "' })
local offered = ask("textDocument/completion", example, 4, 22)
expect(offered and offered.items[1] and offered.items[1].textEdit.newText, '"count": ', "completion")
vim.api.nvim_buf_set_lines(example, 3, 4, false, { '    { "sku": "TEA", "count": 2 }' })
local slip = open("schemas/common.yaml")
local line = vim.api.nvim_buf_get_lines(slip, 2, 3, false)[1]
vim.api.nvim_buf_set_lines(slip, 2, 3, false, { (line:gsub("description", "descripton")) })
wait("the slip", function() return #vim.diagnostic.get(slip) > 0 end)
local at = { line = 2, character = 2 }
local asked = { textDocument = { uri = vim.uri_from_bufnr(slip) }, range = { start = at, ["end"] = at }, context = { diagnostics = {} } }
local actions = vim.lsp.buf_request_sync(slip, "textDocument/codeAction", asked, 60000)
local action = actions and actions[client] and actions[client].result and actions[client].result[1]
expect(action and action.title, "Write `description`", "action")
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
expect(vim.api.nvim_buf_get_lines(slip, 2, 3, false)[1], line, "what the action has written")
wait("the end of the slip", function() return #vim.diagnostic.get(slip) == 0 end)

-- Where a reference leads.
local schema = open("schemas/order_placed.json")
local places = ask("textDocument/definition", schema, 13, 26)
expect(places and places[1] and places[1].uri, "schemas/common.yaml", "definition")
expect(places[1].range.start.line, "4", "the line of the definition")

-- What can be folded, who sends a message, and the page of what is under the cursor.
local folds = ask("textDocument/foldingRange", schema, 1, 1)
expect(folds and folds[1] and folds[1].startLine, "0", "folding")
local items = ask("textDocument/prepareCallHierarchy", schema, 8, 40)
expect(items and items[1] and items[1].name, "shop.order.placed", "call hierarchy")
local calls = vim.lsp.buf_request_sync(schema, "callHierarchy/incomingCalls", { item = items[1] }, 60000)
expect(calls and calls[client] and calls[client].result[1] and calls[client].result[1].from.name, "Shop", "who sends")
local page = { textDocument = { uri = vim.uri_from_bufnr(schema) }, position = { line = 7, character = 6 } }
local shown = vim.lsp.buf_request_sync(schema, "workspace/executeCommand", { command = "schemabook.preview", arguments = { page } }, 60000)
expect(shown and shown[client] and shown[client].result, "http://127.0.0.1:", "preview")

-- Another name for a property, in the schema and in the example; what is to be mended before a schema moves.
local function request(method, buffer, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000)
  local answer = answers and answers[client]
  if not answer or answer.error then fail(method .. ": " .. vim.inspect(answer)) end
  return answer.result
end
local moved = request("workspace/willRenameFiles", schema, { files = { {
  oldUri = vim.uri_from_fname(root .. "/schemas/common.yaml"), newUri = vim.uri_from_fname(root .. "/schemas/parts/common.yaml"),
} } })
vim.lsp.util.apply_workspace_edit(moved, "utf-16")
expect(vim.api.nvim_buf_get_lines(schema, 12, 13, false)[1], "parts/common.yaml#/$defs/line", "what is mended")
vim.api.nvim_buf_call(schema, function() vim.cmd("silent undo") end)
local named = { textDocument = { uri = vim.uri_from_bufnr(example) }, position = { line = 3, character = 8 }, newName = "code" }
vim.lsp.util.apply_workspace_edit(request("textDocument/rename", example, named), "utf-16")
expect(vim.api.nvim_buf_get_lines(example, 3, 4, false)[1], '{ "code": "TEA"', "the example after a rename")
expect(vim.api.nvim_buf_get_lines(slip, 9, 10, false)[1], "code:", "the schema after a rename")

vim.lsp.stop_client(client)
wait("the end of the server", function() return vim.lsp.get_client_by_id(client) == nil end)
print("neovim: diagnostics, hover, completion, an action, definition, folding, calls, the preview, a move and a rename are right\n")
vim.cmd("quitall!")
