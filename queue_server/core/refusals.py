"""Why a command is refused. A refusal has changed nothing; its code is stable, its words say what to do next."""

from __future__ import annotations

from queue_server.core.plan import Words


class Refusal(Exception):
    """A command that may not happen now; `code` is one of `REFUSALS`, `ticket` the one that stands in the way."""

    def __init__(self, code: str, *, ticket: str | None = None) -> None:
        super().__init__(f"{code}: {REFUSALS[code]['en']}")
        self.code = code
        self.ticket = ticket

    @property
    def words(self) -> Words:
        return REFUSALS[self.code]

    def anew(self) -> Refusal:
        """The same, to be kept: one that was raised keeps all that was at hand where it was raised."""
        return Refusal(self.code, ticket=self.ticket)


REFUSALS: dict[str, Words] = {
    "unknown_service": {
        "vi": "Không có lĩnh vực này. Vui lòng chọn lại.",
        "en": "There is no such service. Please choose again.",
    },
    "service_in_use": {
        "vi": "Còn công dân đang chờ ở một lĩnh vực bị bỏ. Hãy bỏ lĩnh vực đó sau khi hết người chờ.",
        "en": "Citizens are waiting for a service that would be removed. Remove it when nobody waits for it.",
    },
    "unknown_procedure": {
        "vi": "Lĩnh vực này không có thủ tục đã chọn. Vui lòng chọn lại.",
        "en": "This service has no such procedure. Please choose again.",
    },
    "unknown_priority": {
        "vi": "Không có diện ưu tiên này. Vui lòng chọn lại.",
        "en": "There is no such priority group. Please choose again.",
    },
    "not_issuing": {
        "vi": "Hiện không phát số. Vui lòng xem giờ tiếp nhận và quay lại sau.",
        "en": "No tickets are issued now. Please see the opening hours and come back.",
    },
    "already_holding": {
        "vi": "Ông/Bà đang giữ một số của lĩnh vực này. Vui lòng chờ số đó được gọi.",
        "en": "You already hold a ticket of this service. Please wait until it is called.",
    },
    "unknown_appointment": {
        "vi": "Không tìm thấy lịch hẹn có mã này ở trung tâm. Vui lòng kiểm tra mã, hoặc lấy số như thường.",
        "en": "This centre has no appointment with this code. Please check the code, or take a number as usual.",
    },
    "no_appointments_now": {
        "vi": "Không tra được lịch hẹn lúc này. Vui lòng lấy số, rồi đưa mã hẹn cho cán bộ.",
        "en": "Appointments cannot be looked up just now. Please take a number, and show the code to an officer.",
    },
    "already_checked_in": {
        "vi": "Mã hẹn này đã được dùng để lấy số hôm nay. Vui lòng chờ số đó được gọi.",
        "en": "A number was taken with this appointment today. Please wait until that number is called.",
    },
    "other_day": {
        "vi": "Lịch hẹn này không phải của hôm nay. Vui lòng đến đúng ngày hẹn, hoặc lấy số như thường.",
        "en": "This appointment is not for today. Please come on its day, or take a number as usual.",
    },
    "unknown_dossier": {
        "vi": "Không tìm thấy hồ sơ có mã này. Vui lòng kiểm tra mã trên giấy tiếp nhận hoặc hỏi cán bộ.",
        "en": "No dossier has this code. Please check the code on your receipt, or ask an officer.",
    },
    "no_lookup_now": {
        "vi": "Không tra cứu được hồ sơ lúc này. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ.",
        "en": "Dossiers cannot be looked up just now. Please try again in a few minutes, or ask an officer.",
    },
    "unknown_authority": {
        "vi": "Cơ quan này không có trong cấu hình của trung tâm. Hãy chọn cơ quan trong danh sách.",
        "en": "This authority is not in the centre's configuration. Choose one of the list.",
    },
    "unknown_desk": {
        "vi": "Không có quầy này. Vui lòng chọn quầy khác.",
        "en": "There is no such desk. Please choose another.",
    },
    "desk_closed": {
        "vi": "Quầy đang đóng. Hãy mở quầy trước khi gọi số.",
        "en": "The desk is closed. Open it before you call.",
    },
    "wrong_pin": {
        "vi": "Mã cán bộ hoặc mã PIN không đúng. Hãy gõ lại từ đầu.",
        "en": "The officer's number or PIN is wrong. Please type both again.",
    },
    "locked_out": {
        "vi": "Đã gõ sai quá nhiều lần. Hãy chờ năm phút rồi thử lại, hoặc nhờ quản trị đặt mã PIN mới.",
        "en": "Too many wrong tries. Wait five minutes, or have the administrator set a new PIN.",
    },
    "desk_taken": {
        "vi": "Cán bộ khác đang ngồi quầy này. Hãy chọn quầy khác hoặc đề nghị người đó đóng quầy.",
        "en": "Another officer is at this desk. Choose another desk or ask them to close it.",
    },
    "desk_busy": {
        "vi": "Quầy đang có một số. Hãy kết thúc số này trước.",
        "en": "There is a ticket at the desk. Finish with it first.",
    },
    "nobody_waiting": {
        "vi": "Không còn ai chờ ở quầy này.",
        "en": "Nobody is waiting for this desk.",
    },
    "unknown_ticket": {
        "vi": "Không tìm thấy số này trong hôm nay. Vui lòng kiểm tra lại.",
        "en": "There is no such ticket today. Please check the number.",
    },
    "not_at_desk": {
        "vi": "Số này không còn ở quầy của bạn. Màn hình đã được cập nhật.",
        "en": "This ticket is no longer at your desk. Your screen has been updated.",
    },
    "wrong_state": {
        "vi": "Không làm được việc này với số ở trạng thái hiện tại. Màn hình đã được cập nhật.",
        "en": "That cannot be done with the ticket as it stands. Your screen has been updated.",
    },
    "recall_first": {
        "vi": "Hãy gọi lại đủ số lần quy định trước khi báo vắng.",
        "en": "Call again as often as the centre asks before marking absent.",
    },
    "not_served_here": {
        "vi": "Quầy này không tiếp nhận lĩnh vực đó. Hãy chọn quầy hoặc lĩnh vực khác.",
        "en": "This desk does not serve that service. Choose another desk or service.",
    },
    "return_too_late": {
        "vi": "Đã quá thời gian quay lại. Mời công dân lấy số mới.",
        "en": "It is too late to come back. Please take a new ticket.",
    },
    "reason_needed": {
        "vi": "Hãy ghi lý do của việc này.",
        "en": "Give the reason for this.",
    },
    "unknown_call": {
        "vi": "Không có lượt gọi này trong hôm nay.",
        "en": "There is no such call today.",
    },
    "service_closed": {
        "vi": "Lĩnh vực này tạm ngừng phát số. Vui lòng xem thông báo hoặc hỏi cán bộ hướng dẫn.",
        "en": "No more tickets are given for this service now. Please see the notice or ask at reception.",
    },
    "quota_used": {
        "vi": "Hôm nay đã phát hết số của lĩnh vực này. Mời bạn quay lại vào ngày làm việc tiếp theo.",
        "en": "All of today's tickets for this service are taken. Please come back on the next working day.",
    },
    "no_time_left": {
        "vi": "Hôm nay các quầy không còn kịp tiếp nhận thêm. Mời bạn quay lại vào ngày làm việc tiếp theo.",
        "en": "The desks cannot serve anyone more today. Please come back on the next working day.",
    },
    "hall_full": {
        "vi": "Khu quầy đã đủ số người được vào. Hãy gọi tiếp khi một quầy xong việc.",
        "en": "As many people as are let in are at the desks. Call the next when a desk has finished.",
    },
    "nothing_to_rate": {
        "vi": "Hiện không có lượt phục vụ nào để đánh giá ở đây.",
        "en": "There is no visit to rate here now.",
    },
    "already_rated": {
        "vi": "Lượt phục vụ này đã được đánh giá. Xin cảm ơn quý vị.",
        "en": "This visit has been rated already. Thank you.",
    },
    "unknown_rating": {
        "vi": "Không có mức đánh giá hoặc lý do này. Vui lòng chọn lại.",
        "en": "There is no such rating or reason. Please choose again.",
    },
    "unknown_notice": {
        "vi": "Không có thông báo này trong hôm nay. Màn hình đã được cập nhật.",
        "en": "There is no such notice today. Your screen has been updated.",
    },
    "words_needed": {
        "vi": "Hãy viết nội dung bằng tiếng Việt.",
        "en": "Write the words in Vietnamese.",
    },
    "desk_paused": {
        "vi": "Quầy đang tạm nghỉ. Hãy bấm “Tiếp tục làm việc” trước.",
        "en": "The desk is on a break. Return from the break first.",
    },
    "still_walking": {
        "vi": "Công dân có thể đang đi đến quầy. Vui lòng đợi thêm một chút.",
        "en": "The citizen may be on the way. Please wait a little longer.",
    },
    "not_heard": {
        "vi": "Chưa bảng nào hiện hoặc đọc lượt gọi này. Hãy gọi lại hoặc mời bằng lời.",
        "en": "No board has shown or spoken this call yet. Call again, or ask aloud.",
    },
    "officer_away": {
        "vi": "Cán bộ này hiện không ngồi quầy nào. Hãy chọn quầy hoặc lĩnh vực.",
        "en": "This officer is at no desk now. Choose a desk or a service.",
    },
    "too_late_to_undo": {
        "vi": "Đã quá 10 giây hoặc không có thao tác nào để hoàn tác. Hãy xử lý số này theo cách thường.",
        "en": "More than ten seconds have passed, or there is nothing to undo. Go on in the usual way.",
    },
    "moved_on": {
        "vi": "Số này đã được xử lý tiếp ở nơi khác nên không hoàn tác được. Hãy tìm số để xem.",
        "en": "The ticket has gone on elsewhere and cannot be taken back. Look it up to see where it is.",
    },
    "stepped_out_enough": {
        "vi": "Số này đã ra ngoài đủ số lần cho phép. Vui lòng ở lại hoặc hỏi cán bộ.",
        "en": "This ticket has stepped out as often as is allowed. Please stay, or ask an officer.",
    },
    "not_a_dossier": {
        "vi": "Đây không phải mã hồ sơ. Mã có dạng H34.01.05-260723-0975; hãy quét hoặc nhập lại.",
        "en": "This is no dossier code. A code looks like H34.01.05-260723-0975; scan or type it again.",
    },
    "unknown_alarm": {
        "vi": "Không có báo động này trong hôm nay.",
        "en": "There is no such alarm today.",
    },
    "own_alarm": {
        "vi": "Đồng nghiệp phải xác nhận báo động này.",
        "en": "A colleague has to answer this alarm.",
    },
}
