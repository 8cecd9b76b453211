"""What a connection is told when a frame cannot be answered: a code, and what to do next."""

from __future__ import annotations

from queue_server.protocol import messages as msg

FAILURES: dict[str, msg.Words] = {
    "not_understood": {
        "vi": "Máy chủ không hiểu thông điệp. Hãy kiểm tra phiên bản phần mềm của thiết bị.",
        "en": "The server did not understand the message. Check the version of the device's software.",
    },
    "hello_first": {
        "vi": "Thông điệp đầu tiên phải là hello.",
        "en": "The first message must be hello.",
    },
    "wrong_version": {
        "vi": "Thiết bị dùng phiên bản giao thức khác. Hãy cập nhật phần mềm của thiết bị.",
        "en": "The device speaks another version of the protocol. Update the device's software.",
    },
    "unknown_device": {
        "vi": "Thiết bị chưa được ghép nối hoặc phiên làm việc đã hết. Hãy ghép nối hoặc đăng nhập lại.",
        "en": "The device is not paired or the session has ended. Pair the device or sign in again.",
    },
    "not_allowed": {
        "vi": "Thiết bị hoặc tài khoản này không được phép làm việc đó.",
        "en": "This device or account may not do that.",
    },
    "too_fast": {
        "vi": "Thiết bị gửi quá nhiều yêu cầu. Hãy chờ một giây rồi thử lại.",
        "en": "The device asks too much at once. Wait a second and ask again.",
    },
    "unavailable": {
        "vi": "Máy chủ chưa ghi được dữ liệu. Chưa có gì thay đổi, hãy thử lại.",
        "en": "The server cannot write just now. Nothing has changed; please try again.",
    },
}


def failure(code: str, *, request: str | None = None, detail: str = "") -> msg.Failure:
    """The answer of this code; `detail` says more, as far as there is room."""
    words = FAILURES[code]
    if detail:
        words = {language: f"{text} ({detail[:200]})" for language, text in words.items()}
    return msg.Failure(code=code, message=words, request=request)
