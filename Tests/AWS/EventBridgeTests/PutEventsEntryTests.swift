import Environment
import JSON
import Testing

@testable import EventBridge

@Suite struct PutEventsEntryTests {
  private func entry(_ detail: String = "{}", resources: [String] = [], trace: String? = nil) -> PutEventsEntry {
    PutEventsEntry(
      source: "s", detailType: "Type", detail: detail, eventBusName: "bus", resources: resources,
      time: Timestamp(seconds: 1_705_314_600, nanoseconds: 123_456_789), traceHeader: trace)
  }

  private func text(_ entry: PutEventsEntry) -> String {
    var text: [UInt8] = []
    entry.append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test func wireForm() throws {
    #expect(
      text(entry(#"{"a":"é"}"#, resources: ["arn:1", "arn:2"], trace: "Root=1"))
        == #"{"Source":"s","DetailType":"Type","Detail":"{\"a\":\"é\"}","EventBusName":"bus","#
        + #""Time":1705314600.123,"Resources":["arn:1","arn:2"],"TraceHeader":"Root=1"}"#)
    #expect(
      text(entry()) == #"{"Source":"s","DetailType":"Type","Detail":"{}","EventBusName":"bus","Time":1705314600.123}"#)
    let spaced = "{\n\t\"a\": \"b\\\\\"\r\n}"
    #expect(try JSONValue(parsing: text(entry(spaced)))["Detail"] == .string(spaced))
  }

  @Test(
    "sizes",
    arguments: [
      ("{}", [], 14 + 1 + 4 + 2), (#"{"a":"é"}"#, [], 14 + 1 + 4 + 10), ("{}", ["arn:é", ""], 14 + 1 + 4 + 2 + 6),
    ])
  func size(detail: String, resources: [String], size: Int) {
    #expect(entry(detail, resources: resources, trace: "not counted").size == size)
  }

  @Test(
    "epoch seconds",
    arguments: [
      (0, "0.000"), (1, "0.001"), (12_345, "12.345"), (-1, "-0.001"), (-1_500, "-1.500"), (999, "0.999"),
      (Int64.max, "9223372036854775.807"), (Int64.min, "-9223372036854775.808"),
    ] as [(Int64, String)])
  func epochSeconds(milliseconds: Int64, text: String) {
    #expect(Timestamp(millisecondsSinceEpoch: milliseconds).epochSeconds.text == text)
  }
}
