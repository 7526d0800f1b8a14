//! Terminals.

/// Whether the terminal that stdout is understands colours: every one does, but a console of Windows has to be asked to, and those
/// before Windows 10 can't.
pub fn takes_colours() -> bool {
    #[cfg(windows)]
    let takes = {
        let console = winapi_util::console::Console::stdout();
        console.and_then(|mut console| console.set_virtual_terminal_processing(true)).is_ok()
    };
    #[cfg(not(windows))]
    let takes = true;
    takes
}
