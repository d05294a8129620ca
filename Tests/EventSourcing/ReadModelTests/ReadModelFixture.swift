import AWSCore
import Accounts
import DynamoDB
import Environment
import EventSourcing
import HTTPTransport
import JSON
import ReadModel
import TestSupport

/// A read model on DynamoDB whose answers are scripted.
struct ReadModelFixture {
  let transport: ScriptedTransport
  let readModel: DynamoDBReadModel

  init(_ answers: ScriptedTransport.Answer...) throws {
    transport = ScriptedTransport(answers)
    let clock = ManualClock()
    let client = AWSClient(
      configuration: try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted),
      transport: transport, clock: clock, sleeper: RecordingSleeper(clock: clock),
      randomness: SeededRandomness(seed: 1))
    readModel = DynamoDBReadModel(client: DynamoDBClient(client: client), table: "read-model", noun: Account.noun)
  }

  /// The bodies of the requests made so far.
  func requests() throws -> [JSONValue] {
    try transport.requests.map { try JSONValue(parsing: $0.body) }
  }
}

/// Folded copies and events of one account.
struct SampleAccount {
  let accountID: AggregateID
  let events: [RecordedEvent]

  init(_ name: String = "account-1", events count: Int) throws {
    var log = try SampleLog(name)
    log.next(["customerId": "customer-1"], type: "AccountCreated")
    for _ in 1..<max(1, count) { log.next(["amount": 5], type: "TransactionProcessed") }
    accountID = log.aggregateID
    events = log.events
  }

  /// The account behind its first `count` events.
  func item(_ projection: ProjectionType, behind count: Int) throws -> ReadModelItem {
    let state = try Account.fold(events.prefix(count), onto: Account.initial)
    let head = count == 0 ? LogHead.empty : events[count - 1].head
    return ReadModelItem(FoldedCopy<Account>(aggregateID: accountID, head: head, state: state), as: projection)
  }
}

extension ReadModelStore {
  /// Replaces one summary, without rows.
  func replace(_ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?) throws -> Bool {
    try replace([SummaryReplacement(item, ifStill: read)], deadline: deadline)[0].get()
  }

  /// Puts the items of one account.
  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws {
    for result in put([items], deadline: deadline) { try result.get() }
  }
}
