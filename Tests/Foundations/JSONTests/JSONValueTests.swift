import JSON
import Testing

struct JSONValueTests {
  @Test func readsEveryType() throws {
    let value = try JSONValue(parsing: #" {"s":"x","n":-1.50E+2,"t":true,"f":false,"z":null,"a":[1,[]],"o":{}} "#)
    #expect(value["s"]?.string == "x")
    #expect(value["n"]?.number?.text == "-1.50E+2")
    #expect(value["t"]?.bool == true)
    #expect(value["f"]?.bool == false)
    #expect(value["z"]?.isNull == true)
    #expect(value["a"]?.array == [1, []])
    #expect(value["o"]?.object?.isEmpty == true)
    #expect(value["absent"] == nil)
    #expect(value["s"]?["s"] == nil)
    #expect(value["s"]?.bool == nil && value["s"]?.number == nil && value["t"]?.string == nil)
    #expect(value["s"]?.array == nil && value["s"]?.object == nil && value["s"]?.isNull == false)
  }

  @Test func literalsWriteAsTheyRead() {
    let name = "b"
    let value: JSONValue = ["a": 1, "\(name)": [true, nil, "x"], "c": [:]]
    #expect(value.text == #"{"a":1,"b":[true,null,"x"],"c":{}}"#)
  }

  @Test func escapesWhatMustBeEscapedAndNothingElse() throws {
    let text = "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é\u{2028}😀"
    let written = JSONValue.string(text).text
    #expect(written == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}é\u{2028}😀\"")
    #expect(try JSONValue(parsing: written).string == text)
  }

  @Test func readsEveryEscape() throws {
    let written = #""\"\\\/\b\f\n\r\t\u00e9\u20AC\uD83D\uDE00!""#
    #expect(try JSONValue(parsing: written).string == "\"\\/\u{8}\u{C}\n\r\té€😀!")
    #expect(try JSONValue(parsing: #""\u0000""#).string == "\u{0}")
  }

  @Test func comparesStringsByBytes() {
    let composed: JSONValue = "\u{E9}"
    let decomposed: JSONValue = "e\u{301}"
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    // A canonical equivalent of the same length in bytes.
    #expect(JSONValue.string("\u{212B}") != .string("A\u{30A}"))
  }

  @Test func comparesNumbersByText() {
    #expect(JSONValue.number(JSONNumber(1)) == 1)
    #expect(JSONNumber("1.0") != JSONNumber("1"))
  }

  @Test func comparesTypesApart() {
    let values: [JSONValue] = [nil, false, true, 0, "", [], [:], "0", [nil]]
    for (place, value) in values.enumerated() {
      #expect(values.firstIndex(of: value) == place)
    }
    #expect(Set(values).count == values.count)
  }
}
