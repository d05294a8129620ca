import EventSourcing
import JSON
import TestSupport
import Testing

/// What an event's payload may hold: the last value that is taken, and the first that is not.
@Suite struct PayloadLimitsTests {
  private static let wholeNumber = "must be within 64 bits, as it is a whole number"
  private static let precision = "must have at most 38 significant digits and a magnitude of 1E-130 to 9.9E+125"
  private static let names = "must have names of 1 to 255 bytes of UTF-8"

  private func fault(_ payload: JSONObject) -> String? {
    do {
      try PayloadLimits.check(payload)
      return nil
    } catch {
      return "\(error.path) \(error.reason)"
    }
  }

  private func fault(text: String) throws -> String? {
    fault(try #require(try JSONValue(parsing: text).object))
  }

  @Test(
    arguments: [
      "9223372036854775807", "-9223372036854775808", "9223372036854775807.0", "9.223372036854775807e18", "1e3", "100.0",
      "1E+18", "-0", "0e999", "0.1", "1e-130", "-1.0000000000000000000000000000000000001",
      "9223372036854775808.5", "99999999999999999999999999999999999.999",
    ])
  func numbersThatAreTaken(number: String) throws {
    #expect(try fault(text: #"{"n":\#(number)}"#) == nil)
  }

  @Test(
    arguments: [
      ("9223372036854775808", wholeNumber), ("-9223372036854775809", wholeNumber), ("1e19", wholeNumber),
      ("9223372036854775808.0", wholeNumber), ("92233720368547758080e-1", wholeNumber), ("1E+125", wholeNumber),
      ("1e126", precision), ("1e-131", precision), ("1.00000000000000000000000000000000000001", precision),
      ("1e999999999999999999999", precision), ("1e-999999999999999999999", precision),
    ])
  func numbersThatAreNot(number: String, reason: String) throws {
    #expect(try fault(text: #"{"n":\#(number)}"#) == ".n \(reason)")
    #expect(try fault(text: #"{"a":{"notes":[1,2,{"x":[\#(number)]}]}}"#) == ".a.notes[2].x[0] \(reason)")
  }

  @Test func namesOfMembers() {
    let longest = String(repeating: "é", count: 127) + "x"
    #expect(fault([longest: 1]) == nil)
    #expect(fault([longest + "x": 1]) == " \(Self.names)")
    #expect(fault(["": 1]) == " \(Self.names)")
    #expect(fault(["a": [["b": ["": 1]]]]) == ".a[0].b \(Self.names)")
    #expect(fault(["a": .object([String(repeating: "x", count: 65_536): 1])]) == ".a \(Self.names)")
  }

  @Test func howManyValues() {
    let full = JSONValue.array(Array(repeating: .null, count: PayloadLimits.values - 1))
    #expect(fault(["list": full]) == nil)
    #expect(fault(["list": full, "more": true]) == " must not hold more than 4096 values in all, and holds 4097")
    let objects = JSONValue.array(Array(repeating: ["a": [1]], count: 1_366))
    #expect(fault(["list": objects]) == " must not hold more than 4096 values in all, and holds 4099")
  }

  /// Measured with escapes and with the digits that are written, whatever notation they came in.
  @Test func howManyBytes() throws {
    #expect(fault(["text": .string(String(repeating: "x", count: 65_536 - 11))]) == nil)
    #expect(
      fault(["text": .string(String(repeating: "x", count: 65_536 - 10))])
        == " must be at most 65536 bytes as JSON, and is 65537")
    #expect(fault(["text": .string(String(repeating: "\u{1}", count: 10_920))]) == nil)
    #expect(
      fault(["text": .string(String(repeating: "\u{1}", count: 10_921))])
        == " must be at most 65536 bytes as JSON, and is 65537")
    let fractions = Array(repeating: "1e-130", count: 500).joined(separator: ",")
    #expect(try fault(text: #"{"n":[\#(fractions)]}"#) == " must be at most 65536 bytes as JSON, and is 66507")
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func levels(open: String, close: String) throws {
    func nested(_ levels: Int) -> String {
      #"{"x":"# + String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels) + "}"
    }
    #expect(try fault(text: nested(29)) == nil)
    for levels in [30, 31, 500] {
      #expect(try fault(text: nested(levels))?.hasSuffix(" must not be nested more than 30 levels deep") == true)
    }
  }

  /// Names are the caller's: a path of long ones is cut, and still says where it begins.
  @Test func aLongPathIsCut() throws {
    var payload: JSONValue = ["": 1]
    for _ in 0..<20 { payload = .object([String(repeating: "é", count: 127): payload]) }
    do {
      try PayloadLimits.check(try #require(payload.object))
      Issue.record("an empty name was taken")
    } catch let error as PayloadFault {
      #expect(error.path.hasPrefix(".ééé") && error.path.hasSuffix("é…"))
      #expect((500...515).contains(error.path.utf8.count))
    }
  }

  @Test(arguments: LargestPayload.allCases)
  func theLargestPayloads(_ payload: LargestPayload) {
    #expect(fault(payload.data) == nil)
    #expect(CanonicalJSON.bytes(of: .object(payload.data)).count == PayloadLimits.bytes)
  }
}
