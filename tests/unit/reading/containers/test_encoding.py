from huizong.reading.containers.encoding import decode


def test_decoding_names_what_it_assumed():
    assert decode("产值".encode("gb18030")).assumed
    assert not decode("产值".encode()).assumed
    assert decode("产值".encode("gb18030"), "gb2312").text == "产值"
