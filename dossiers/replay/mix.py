"""How often what happens in a replay: figures for practice, none of them official."""

# How often a procedure is asked for, as parts of all; the counter lives on certified copies and extracts.
ASKED = {
    "2.000815": 300,  # chứng thực bản sao
    "2.000635": 140,  # trích lục, bản sao giấy khai sinh
    "2.000884": 90,  # chứng thực chữ ký
    "1.004873": 80,  # xác nhận tình trạng hôn nhân
    "1.001193": 60,  # khai sinh
    "1.001612": 35,  # thành lập hộ kinh doanh
    "1.000656": 30,  # khai tử
    "1.014027": 30,  # trợ cấp hưu trí xã hội
    "1.001776": 25,  # trợ cấp xã hội hằng tháng
    "3.000722": 25,  # khai sinh, thường trú, thẻ bảo hiểm y tế
    "1.013225": 20,  # giấy phép xây dựng nhà ở
    "2.000720": 15,  # thay đổi hộ kinh doanh
    "1.001699": 12,  # xác định mức độ khuyết tật
}
ASKED_OTHERWISE = 4

WEEKDAY_WEIGHTS = (1.15, 1.05, 1.0, 0.95, 0.95, 0.4, 0.3)  # Monday first; people file online at weekends too
ONLINE_AT_OFFICE_HOURS = 0.7
BY_POST = 0.04  # of what is handed in, where the procedure takes the post
FOR_ANOTHER_COMMUNE = 0.03  # received at one desk, decided elsewhere
ELECTRONIC_RESULT = 0.6  # of online filings
RESULT_BY_POST = 0.1

# What the desk does with an online filing.
DECLINED = 0.012
WITHDRAWN_BEFORE_RECEPTION = 0.004
ASKED_AT_RECEPTION = 0.03
ANSWERED_LATE_BY_DESK = 0.03

# What happens after reception; the first two are multiplied by the temper of the commune.
LATE = 0.010
STUCK = 0.005
ASKED_AT_APPRAISAL = 0.03
WITHDRAWN = 0.004
STOPPED = 0.002
NEVER_ANSWERED = 0.2
NEVER_COLLECTED = 0.03

# Tempers: a quarter of the communes is never late, most are seldom, a few often.
TEMPERS = ((0.25, 0.0, 0.0), (0.85, 0.3, 1.6), (0.96, 2.0, 4.0), (1.0, 6.0, 12.0))  # up to this share: from, to
