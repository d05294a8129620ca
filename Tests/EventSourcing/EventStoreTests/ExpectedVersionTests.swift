import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// The expected-version sequences of the conformance folder, on both stores.
@Suite("Appends behind an expected version", .conformance("event-store-contract"))
struct ExpectedVersionTests {
  @Test("in memory", arguments: ExpectedVersionCase.all)
  func inMemory(_ sequence: ExpectedVersionCase) throws {
    try run(sequence, on: InMemoryEventStoreFixture().store)
  }

  @Test(
    "on DynamoDB", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"),
    arguments: ExpectedVersionCase.all)
  func onDynamoDB(_ sequence: ExpectedVersionCase) throws {
    try LocalTables.with { try run(sequence, on: $0.store()) }
  }

  @Test("the whole set is there")
  func complete() {
    #expect(ExpectedVersionCase.all.count == 14)
  }

  private func run(_ sequence: ExpectedVersionCase, on store: any EventStore) throws {
    let writer = try NumberedWriter(store)
    for step in sequence.steps {
      #expect(try writer.append(step.numbers, expected: step.expected) == step.result)
    }
    let log = try store.allEvents(of: writer.aggregateID)
    #expect(log.count == sequence.count)
    #expect(log.map(\.sequence.value) == Array(1...sequence.count))
  }
}

/// One sequence of appends. The same number is the same event, sent again.
struct ExpectedVersionCase: Sendable, CustomTestStringConvertible {
  enum Expected {
    case any
    case noStream
    case revision(Int)
  }

  enum Outcome: String {
    case ok
    case wrongExpectedVersion = "wrong_expected_version"
  }

  struct Step {
    let numbers: [Int]
    let expected: Expected
    let result: Outcome
  }

  let testDescription: String
  let steps: [Step]
  let count: Int

  static let all: [ExpectedVersionCase] = {
    let path = "event-store-contract/expected-version.json"
    guard let bytes = try? ConformanceData.read(path), let json = try? JSONValue(parsing: bytes) else { return [] }
    return (json["cases"]?.array ?? []).compactMap(Self.init)
  }()

  private init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let count = json["then"]?["count"]?.number?.int else { return nil }
    let listed = json["steps"]?.array ?? []
    testDescription = name
    steps = listed.compactMap(Step.init)
    self.count = count
    if steps.count != listed.count { return nil }
  }
}

extension ExpectedVersionCase.Step {
  init?(_ json: JSONValue) {
    let numbers = (json["append"]?.array ?? []).compactMap { $0.number?.int }
    guard !numbers.isEmpty, let result = json["result"]?.string.flatMap(ExpectedVersionCase.Outcome.init) else {
      return nil
    }
    switch json["expected"] {
    case .string("any"): self.init(numbers: numbers, expected: .any, result: result)
    case .string("no_stream"): self.init(numbers: numbers, expected: .noStream, result: result)
    case .some(let value):
      guard let revision = value.number?.int else { return nil }
      self.init(numbers: numbers, expected: .revision(revision), result: result)
    case nil: return nil
    }
  }
}
