import Accounts
import Environment
import EventSourcing
import JSON
import LambdaRuntime
import Querying
import ReadModel
import TestSupport
import Transfers

/// One query function over logs and a read model in memory.
final class QueryWorld {
  static let start = Timestamp(millisecondsSinceEpoch: 1_705_314_600_000)

  let clock = ManualClock()
  let log: InMemoryEventStore
  let readModel = FixedReadModel()
  /// That of the transfers, which the function knows of where ``hasTransfers`` says so.
  let transfers = FixedReadModel(noun: Transfer.noun)
  var hasTransfers = false
  let index: PartitionedIndex
  private let random = SeededRandomness(seed: 11)
  private let lines = DiscardedLines()

  /// - Parameters:
  ///   - pageSize: how many events one page of the log holds at most.
  ///   - partitions: how many index keys each type has.
  init(pageSize: Int = .max, partitions: Int = 1) {
    log = InMemoryEventStore(pageSize: pageSize)
    index = PartitionedIndex(log, count: partitions)
  }

  /// Adds events to an account's log, `spacing` milliseconds apart.
  @discardableResult
  func append(
    _ name: String, _ news: [NewEvent], at start: Timestamp = QueryWorld.start, spacing: Int64 = 1_000
  ) throws -> [RecordedEvent] {
    let accountID = try AggregateID(name)
    var events = log.logs[accountID] ?? []
    for (place, new) in news.enumerated() {
      let time = start.adding(milliseconds: Int64(place) * spacing)
      events.append(
        RecordedEvent(
          new, eventID: random.uuid(), aggregateID: accountID, after: events.last?.head ?? .empty, at: time,
          metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil)))
    }
    log.logs[accountID] = events
    return events
  }

  /// An account that was opened, and got so many deposits of 0.1.
  @discardableResult
  func account(_ name: String, deposits: Int, at start: Timestamp = QueryWorld.start) throws -> [RecordedEvent] {
    try append(name, [Self.created] + Array(repeating: Self.deposit("0.1"), count: deposits), at: start)
  }

  static let created = NewEvent(
    type: "AccountCreated", version: "1.0", data: ["customerId": "customer-1", "accountType": "checking"])

  static func deposit(_ amount: String, note: String? = nil) -> NewEvent {
    var data: JSONObject = ["amount": JSONNumber(amount).map { .number($0) } ?? .null, "type": "deposit"]
    if let note { data["note"] = .string(note) }
    return NewEvent(type: "TransactionProcessed", version: "1.0", data: data)
  }

  /// Projects the first `count` events of a log, and leaves snapshots behind every `interval`.
  func project(_ events: [RecordedEvent], through count: Int? = nil, interval: Int = 100) throws {
    try project(events, of: Account.self, into: readModel, through: count, interval: interval)
  }

  /// The same, of a transfer.
  func projectTransfer(_ events: [RecordedEvent]) throws {
    try project(events, of: Transfer.self, into: transfers)
  }

  private func project<Model: Domain>(
    _ events: [RecordedEvent], of model: Model.Type, into readModel: FixedReadModel, through count: Int? = nil,
    interval: Int = 100
  ) throws {
    var state = Model.initial
    for event in events.prefix(count ?? events.count) {
      state = Model.evolve(state, try Model.event(from: event))
      let copy = FoldedCopy<Model>(aggregateID: event.aggregateID, head: event.head, state: state)
      readModel.put(ReadModelItem(auditing: event, noun: Model.noun), Model.noun)
      readModel.put(ReadModelItem(copy, as: .summary), Model.noun)
      for row in ViewRow.rows(of: event.aggregateID, in: state, Model.self) { try readModel.put(row) }
      if event.sequence.value % interval == 0 {
        log.snapshots[event.aggregateID, default: []].append((event.sequence, copy.attributes))
      }
    }
  }

  /// Invokes the function with an event as it is.
  func invoke(_ event: JSONValue, deadline: Timestamp? = nil) throws -> JSONValue {
    let context = InvocationContext(
      requestID: "request-1", deadline: deadline, logger: Logger(output: lines, clock: clock),
      metrics: Metrics(output: lines, clock: clock), tracer: Tracer(daemonAddress: nil))
    let handler = QueryHandler(
      QueryDomain(Account.self, log: log, index: index, readModel: readModel, clock: clock),
      hasTransfers
        ? [QueryDomain(Transfer.self, log: log, index: index, readModel: transfers, clock: clock)] : [])
    return try JSONValue(parsing: try handler.handle(event.serialized(), context: context))
  }

  /// Asks a question.
  func ask(_ question: JSONObject, deadline: Timestamp? = nil) throws -> (status: Int?, body: JSONValue) {
    let answer = try invoke(.object(question), deadline: deadline)
    return (answer["statusCode"]?.number?.int, try JSONValue(parsing: answer["body"]?.string ?? ""))
  }

  /// Asks a question to its last page.
  func pages(_ question: JSONObject) throws -> [JSONValue] {
    var question = question
    var pages: [JSONValue] = []
    while pages.count < 1_000 {
      let (_, body) = try ask(question)
      pages.append(body)
      guard let token = body["nextToken"] else { break }
      question["nextToken"] = token
    }
    return pages
  }
}

/// Keeps nothing of what is logged.
final class DiscardedLines: LogOutput {
  func write(_ bytes: [UInt8]) {}
}
