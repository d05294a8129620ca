import Invocation
import JSON
import TestSupport
import Testing

/// The published sample events: each is read as an envelope or refused by name, and damage to it crashes nothing.
@Suite(.conformance("lambda-events"))
struct LambdaEventTests {
  private static let folder = "lambda-events"

  static let samples = ConformanceData.files(in: folder).flatMap { source in
    ConformanceData.files(in: "\(folder)/\(source)").map { "\(source)/\($0)" }
  }

  @Test func everySampleIsThere() {
    #expect(Self.samples.count == 33)
  }

  @Test(arguments: samples)
  func isReadOrRefusedByName(sample: String) throws {
    let bytes = try ConformanceData.read("\(Self.folder)/\(sample)")
    let lowered = sample.lowercased()
    if lowered.contains("url") {
      try expectFunctionURL(bytes)
    } else {
      let error = try #require(throws: EnvelopeError.self) { try Envelope(bytes) }
      guard case .unsupportedEvent(let words) = error.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(words.contains(Self.expectedWords(lowered)))
    }
  }

  /// Two of the samples carry the text "Hello from client!", which is no JSON; the others have no body.
  private func expectFunctionURL(_ bytes: [UInt8]) throws {
    do throws(EnvelopeError) {
      let found = try Envelope(bytes)
      #expect(found.kind == .functionURL)
      #expect(found.body == nil)
      #expect(found.http?.method == "GET")
    } catch {
      #expect(error.kind == .functionURL)
      #expect(error.reason == .malformedJSON(.body, JSONError(.unexpectedCharacter, offset: 0)))
    }
  }

  private static func expectedWords(_ sample: String) -> String {
    if sample.contains("cloudwatch-logs") { return "CloudWatch Logs" }
    if sample.contains("cloudwatchalarm") { return "CloudWatch alarm" }
    let bus = ["eventbridge", "codebuild"]
    return bus.contains(where: sample.contains) ? "EventBridge" : "a batch of records"
  }

  @Test(arguments: samples)
  func truncationCrashesNothing(sample: String) throws {
    let bytes = try ConformanceData.read("\(Self.folder)/\(sample)")
    let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in stride(from: 0, through: end, by: 7) {
      #expect(throws: EnvelopeError.self) { try Envelope(Array(bytes.prefix(length))) }
    }
  }

  @Test(arguments: samples)
  func damageCrashesNothing(sample: String) throws {
    let original = try ConformanceData.read("\(Self.folder)/\(sample)")
    let random = SeededRandomness(seed: UInt64(original.count))
    for _ in 0..<100 {
      var bytes = original
      for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      readAndAnswer(bytes)
    }
  }

  private func readAndAnswer(_ bytes: [UInt8]) {
    do throws(EnvelopeError) {
      let found = try Envelope(bytes)
      let parameters = try found.http?.parameters(matching: "/accounts/{id}")
      #expect((parameters?.count ?? 0) <= 1)
      _ = try found.http?.queryMembers(numbers: ["limit"], booleans: [])
    } catch {
      let answer = Answer(error.requestError).rendered(for: error.kind)
      #expect((try? JSONValue(parsing: answer))?["statusCode"] == 400)
    }
  }
}
