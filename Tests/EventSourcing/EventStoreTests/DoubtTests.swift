import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// Doubt about one try outlives whatever is answered to the next ones.
@Suite("An append in doubt")
struct DoubtTests {
  private let clock = ManualClock()
  private static let inProgress = ScriptedTransport.Answer.error("TransactionInProgressException")
  private static let throttled = ScriptedTransport.Answer.error("ProvisionedThroughputExceededException")

  @Test("the deadline comes while an earlier try is under way: it may have been carried out")
  func deadline() throws {
    let transport = ScriptedTransport([Self.inProgress])
    let deadline = clock.now().adding(milliseconds: 9_000)
    let error = try #require(try failure(of: transport, deadline: deadline))
    #expect(error.mayHaveExecuted)
    #expect(clock.now() <= deadline)
  }

  @Test("throttled after a try that is under way: the log is asked")
  func throttledAfterProgress() throws {
    var log = try SampleLog("doubt")
    let append = log.append(log.next(count: 2))
    let transport = Self.transport([Self.inProgress] * 4 + [Self.throttled] * 4, standing: log.events[0])
    #expect(try store(transport).append(append, deadline: nil) == .appended)
    #expect(transport.operations == Array(repeating: "TransactWriteItems", count: 8) + ["GetItem"])
  }

  @Test("throttled from the start: nothing was written, and nobody is asked")
  func onlyThrottled() throws {
    let transport = ScriptedTransport([Self.throttled])
    #expect(try failure(of: transport, deadline: nil)?.mayHaveExecuted == false)
    #expect(transport.requests.count == 4)
  }

  @Test("where neither the write nor the log can be reached, doubt is what is said")
  func unreachable() throws {
    let transport = ScriptedTransport([.failure(.timeout, mayHaveExecuted: true)])
    let error = try #require(try failure(of: transport, deadline: nil))
    #expect(error.mayHaveExecuted)
    #expect(error.kind == .unavailable)
    #expect(error.name == "OutcomeUnknown")
  }

  @Test("doubt names the events, for a caller that sent no key to ask with")
  func namesTheEvents() throws {
    var log = try SampleLog("doubt")
    let events = log.next(count: 2)
    let store = try store(ScriptedTransport([.failure(.timeout, mayHaveExecuted: true)]))
    let error = #expect(throws: EventStoreError.self) { try store.append(log.append(events), deadline: nil) }
    for event in events { #expect(error?.message.contains(event.eventID) == true) }
  }

  @Test("a stranger in the place settles it: a conflict with that one as the winner")
  func stranger() throws {
    var log = try SampleLog("doubt")
    var other = log
    let append = log.append(log.next(count: 2))
    let lost = ScriptedTransport.Answer.failure(.timeout, mayHaveExecuted: true)
    let transport = Self.transport([lost] * 4, standing: other.next())
    #expect(try store(transport).append(append, deadline: nil) == .conflict(winner: other.events[0]))
  }

  // MARK: Fixture

  private func store(_ transport: ScriptedTransport) throws -> DynamoDBEventStore {
    try ScriptedStore.make(transport, clock: clock, sleeper: RecordingSleeper(clock: clock))
  }

  private func failure(of transport: ScriptedTransport, deadline: Timestamp?) throws -> EventStoreError? {
    var log = try SampleLog("doubt")
    let append = log.append(log.next(count: 2))
    let store = try store(transport)
    return #expect(throws: EventStoreError.self) { try store.append(append, deadline: deadline) }
  }

  private static func transport(_ answers: [ScriptedTransport.Answer], standing: RecordedEvent) -> ScriptedTransport {
    ScriptedTransport(answers + [item(standing)])
  }

  private static func item(_ event: RecordedEvent) -> ScriptedTransport.Answer {
    let wire = (try? Item(json: event.detail))?.wire ?? .null
    return .response(200, "{\"Item\":\(wire.text)}")
  }
}

extension ScriptedTransport {
  /// The operation of each request.
  var operations: [String] {
    requests.map { request in
      let target = request.headers.first { $0.isNamed("X-Amz-Target") }?.value ?? ""
      return String(target.split(separator: ".").last ?? "")
    }
  }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  /// An error of DynamoDB's.
  static func error(_ code: String) -> Self {
    .response(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#\(code)\",\"message\":\"scripted\"}")
  }
}

extension Array {
  fileprivate static func * (elements: [Element], count: Int) -> [Element] {
    (0..<count).flatMap { _ in elements }
  }
}
