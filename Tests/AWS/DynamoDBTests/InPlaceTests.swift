import Base64
import JSON
import TestSupport
import Testing

@testable import DynamoDB

/// Answers are read in place where they have the usual form: to the same items, and refused for the same reasons, as by way of
/// a JSON value.
@Suite struct InPlaceTests {
  @Test(arguments: 0..<60) func randomItemsAreReadAlike(seed: UInt64) throws {
    var random = SeededRandomness(seed: seed)
    let items = (0...random.below(4)).map { _ in Self.item(&random, depth: 0) }
    try expectSame(items.map(\.wire))
  }

  @Test(
    "forms that are unusual or wrong",
    arguments: [
      #"{"A":{"S":"\u0041\n\"é😀"}}"#, #"{"A\u0041":{"S":"x"}}"#, #"{"é":{"S":"x"}}"#, #"{"A":{"SS":["a","b"]}}"#,
      #"{"A":{"NS":["1","2"]}}"#, #"{"A":{"B":"AQID"}}"#, #"{"A":{"BS":["AQID"]}}"#, #"{"A":{"N":"+1"}}"#,
      #"{"A":{"N":"1e2"}}"#, #"{"A":{"N":1}}"#, #"{"A":{"S":1}}"#, #"{"A":{"BOOL":"true"}}"#, #"{"A":{"BOOL":false}}"#,
      #"{"A":{"NULL":false}}"#, #"{"A":{"NULL":true}}"#, #"{"A":{"BOLO":true}}"#, #"{"A":{"NUL1":true}}"#, #"{"A":{}}"#,
      #"{"A":{"S":"x","N":"1"}}"#, #"{"A":{"S":"x"},"A":{"S":"y"}}"#, #"{"A":{"M":{"B":{"S":"x"},"B":{"S":"x"}}}}"#,
      #"{"A":{"L":[]}}"#, #"{"A":{"L":[{"S":"x"},]}}"#, #"{"A":{"M":{}}}"#, #"{}"#, #"{ "A" : { "S" : "x" } }"#, #"[]"#,
      #"{"A":{"S":"x"}"#, #"{"A":{"S":"x"}}}"#, "{\"A\":{\"S\":\"\u{1}\"}}", #"{"A":{"X":"x"}}"#, #"{"A":null}"#,
    ])
  func oddForms(item: String) throws {
    try expectSame(text: item)
  }

  @Test func bytesThatAreNotText() throws {
    for bytes: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBF, 0xBD],
    ] {
      try expectSame(bytes: Array(#"{"A":{"S":""#.utf8) + bytes + Array(#""}}"#.utf8))
      try expectSame(bytes: Array(#"{""#.utf8) + bytes + Array(#"":{"S":"x"}}"#.utf8))
    }
  }

  @Test func manyNamesAndManyLevels() throws {
    for count in [63, 64, 65, 300] {
      try expectSame(text: "{" + (0..<count).map { #""n\#($0)":{"N":"\#($0)"}"# }.joined(separator: ",") + "}")
    }
    for depth in [30, 63, 64, 65, 66, 400] {
      let deep = String(repeating: #"{"L":["#, count: depth) + #"{"S":"x"}"# + String(repeating: "]}", count: depth)
      try expectSame(text: #"{"A":\#(deep)}"#)
    }
  }

  @Test(
    "answers of other forms",
    arguments: [
      #"{}"#, #"{"Responses":{}}"#, #"{"Responses":{"t":[]}}"#, #"{"Responses":{"u":[]}}"#,
      #"{"UnprocessedKeys":{},"Responses":{"t":[{"A":{"S":"x"}}]}}"#,
      #"{"Responses":{"t":[{"A":{"S":"x"}}]},"UnprocessedKeys":{"t":{"Keys":[{"A":{"S":"y"}}]}}}"#,
      #"{"Responses":{"t":[]},"Responses":{"t":[]}}"#, #"{"UnprocessedKeys":{},"UnprocessedKeys":{}}"#,
      #"{"Responses":{"t":[],"t":[]}}"#, #"{"Responses":{"t":[]},"ConsumedCapacity":[]}"#, #"{"Responses":{"t":[]}} x"#,
      #"{"Responses":{"\u0074":[{"A":{"S":"x"}}]}}"#, #"{"Responses":{"t":[]}"#, "",
    ])
  func oddBatches(answer: String) throws {
    try expectSame(batch: Array(answer.utf8))
  }

  // MARK: Both ways

  private func expectSame(_ items: [JSONValue]) throws {
    for item in items { try expectSame(bytes: item.serialized()) }
    let list = items.map(\.text).joined(separator: ",")
    try expectSame(batch: Array(#"{"Responses":{"t":[\#(list)]},"UnprocessedKeys":{}}"#.utf8))
  }

  private func expectSame(text: String) throws { try expectSame(bytes: Array(text.utf8)) }

  private func expectSame(bytes item: [UInt8]) throws {
    let answer = Array(#"{"Item":"#.utf8) + item + Array("}".utf8)
    expectSame(GetItem(table: "t", key: [:], consistent: true), answer)
    expectSame(
      BatchGetItem(table: "t", keys: [], consistent: true),
      Array(#"{"Responses":{"t":["#.utf8) + item + Array(#"]},"UnprocessedKeys":{}}"#.utf8))
  }

  private func expectSame(batch answer: [UInt8]) throws {
    expectSame(BatchGetItem(table: "t", keys: [], consistent: true), answer)
  }

  private func expectSame<Operation: DynamoDBValueOperation>(_ operation: Operation, _ answer: [UInt8])
  where Operation.Output: Equatable {
    let found = Result { try operation.output(body: answer).get() }
    let plain = Result { try operation.output(answer.isEmpty ? [:] : JSONValue(parsing: answer)) }
    switch (found, plain) {
    case (.success(let found), .success(let plain)): #expect(found == plain)
    case (.failure(let found), .failure(let plain)): #expect("\(found)" == "\(plain)")
    default: Issue.record("\(found) is not \(plain) for \(String(decoding: answer, as: UTF8.self))")
    }
  }

  // MARK: Random items

  private static func item(_ random: inout SeededRandomness, depth: Int) -> AttributeMap {
    var item = AttributeMap()
    for _ in 0..<random.below(12) { item[text(&random)] = value(&random, depth: depth) }
    return item
  }

  private static func value(_ random: inout SeededRandomness, depth: Int) -> AttributeValue {
    switch random.below(depth < 4 ? 10 : 6) {
    case 0, 1: .string(text(&random))
    case 2, 3: .number(random.below(1_000_000) - 500_000)
    case 4: .bool(random.below(2) == 0)
    case 5: .null
    case 6: .list((0..<random.below(4)).map { _ in value(&random, depth: depth + 1) })
    case 7: .map(item(&random, depth: depth + 1))
    case 8: .binary((0..<random.below(5)).map { UInt8($0) })
    default: .stringSet([text(&random)])
    }
  }

  private static func text(_ random: inout SeededRandomness) -> String {
    let letters = Array("abcXYZ09 \"\\\n\t\u{1}éß漢😀/")
    return String((0..<random.below(20)).map { _ in letters[random.below(letters.count)] })
  }
}
