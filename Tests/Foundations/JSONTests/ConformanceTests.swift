import JSON
import TestSupport
import Testing

/// nst/JSONTestSuite: every case by its file name.
@Suite(.conformance("json-suite"))
struct ConformanceTests {
  private static let parsing = "json-suite/test_parsing"

  private static func cases(_ prefix: String) -> [String] {
    ConformanceData.files(in: parsing).filter { $0.hasPrefix(prefix) }
  }

  @Test func everyCaseIsThere() {
    #expect(Self.cases("y_").count == 95)
    #expect(Self.cases("n_").count == 188)
    #expect(Self.cases("i_").count == 35)
  }

  /// The suite counts duplicate names as valid JSON; the default here is to refuse just those two.
  @Test(arguments: cases("y_"))
  func mustParse(name: String) throws {
    let bytes = try ConformanceData.read("\(Self.parsing)/\(name)")
    if name.hasPrefix("y_object_duplicated_key") {
      #expect(throws: JSONError(.duplicateKey, offset: 9)) { try JSONValue(parsing: bytes) }
    } else {
      #expect(throws: Never.self) { try JSONValue(parsing: bytes) }
    }
    let value = try JSONValue(parsing: bytes, duplicates: .lastStays)
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  @Test(arguments: cases("n_"))
  func mustBeRefused(name: String) throws {
    let bytes = try ConformanceData.read("\(Self.parsing)/\(name)")
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  /// Implementation-defined: numbers of any size and 500 levels are read, everything that is not clean UTF-8 is not.
  @Test(arguments: cases("i_"))
  func isDecidedWithoutCrash(name: String) throws {
    let bytes = try ConformanceData.read("\(Self.parsing)/\(name)")
    if name.hasPrefix("i_number") || name == "i_structure_500_nested_arrays.json" {
      let value = try JSONValue(parsing: bytes)
      #expect(try JSONValue(parsing: value.serialized()) == value)
    } else {
      #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }
  }

  private static let transforms = "json-suite/test_transform"

  @Test(.conformance(transforms)) func everyTransformIsThere() {
    #expect(ConformanceData.files(in: Self.transforms).count == 22)
  }

  private static let refusedTransforms = ["object_same_key", "invalid_codepoint"]

  /// Numbers keep their text, canonically equivalent keys stay apart, a NUL stays; the rest is refused.
  @Test(.conformance(transforms), arguments: ConformanceData.files(in: transforms))
  func isTransformedWithoutLoss(name: String) throws {
    let bytes = try ConformanceData.read("\(Self.transforms)/\(name)")
    if Self.refusedTransforms.contains(where: name.contains) {
      #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    } else {
      let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
      #expect(Array(try JSONValue(parsing: bytes).text.utf8) == Array(text.utf8))
    }
  }
}
