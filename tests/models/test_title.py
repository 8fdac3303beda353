import pytest

from models.title import first_line_title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عنوان الخبر\n\nنص الخبر هنا.", "عنوان الخبر"),
        ("هل تنتهي الحرب؟\r\n\r\nنص الخبر هنا.", "هل تنتهي الحرب؟"),
        ("عنوان الخبر\nنص الخبر هنا وهو أطول من عنوانه بكثير.", "عنوان الخبر"),
        ("\n\n  عنوان  \n\nنص.", "عنوان"),
        ("# عنوان\n\nنص.", "عنوان"),
        ("جملة كاملة أولى.\nثم جملة ثانية أطول من الأولى بقليل.", None),
        ("سطر أطول من الذي يليه بقليل\nسطر قصير", None),
        ("سطر واحد", None),
        ("سطر واحد\n\n", None),
        ("كلمة " * 100 + "\n\nنص.", None),
        ("", None),
    ],
)
def test_titles(text, expected):
    assert first_line_title(text) == expected
