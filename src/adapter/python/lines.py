# ---- an event for each line of the program


def install_lines():
    def in_frame(frame, event, arg):
        if event == "line":
            at = f"{short_file(frame.f_code.co_filename)}:{frame.f_lineno}"
            TR.emit("line", at=at, by=TR.by())
        return in_frame

    def on_call(frame, event, arg):
        return in_frame if is_user_file(frame.f_code.co_filename) else None
    # Up to 3.12 a traced frame keeps alive what was looked at: "never retrieved" would come late.
    TR.show_locals = TR.show_locals and sys.version_info >= (3, 13)
    sys.settrace(on_call)
