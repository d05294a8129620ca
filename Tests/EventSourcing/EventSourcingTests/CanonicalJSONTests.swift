import EventSourcing
import JSON
import Testing

@Suite("Canonical JSON")
struct CanonicalJSONTests {
  @Test(
    "has one text for one value",
    arguments: [
      (#"{ "b" : 1, "a" : [ true, null ] }"#, #"{"a":[true,null],"b":1}"#),
      (#"[100.50, 1.005e2, 1E2, -0, 0.10, -1.50]"#, #"[100.5,100.5,100,0,0.1,-1.5]"#),
      (#"[1.000000000000000005, 12345678901234567890]"#, #"[1.000000000000000005,12345678901234567890]"#),
      (#""tab\t quote\" slash\/ \u0001 \u00e9""#, #""tab\t quote\" slash/ \u0001 é""#),
      (#"{"z":{"y":1,"x":2},"":0}"#, #"{"":0,"z":{"x":2,"y":1}}"#),
      (#"{"\ud83d\ude00":1,"\uffee":2}"#, #"{"￮":2,"😀":1}"#),
    ])
  func oneText(_ text: String, _ canonical: String) throws {
    let bytes = CanonicalJSON.bytes(of: try JSONValue(parsing: text))
    #expect(String(decoding: bytes, as: UTF8.self) == canonical)
  }

  @Test("keeps composed and decomposed names apart")
  func names() throws {
    let value = try JSONValue(parsing: "{\"e\u{301}\":1,\"\u{e9}\":2}")
    #expect(CanonicalJSON.bytes(of: value) == Array("{\"e\u{301}\":1,\"\u{e9}\":2}".utf8))
  }
}
