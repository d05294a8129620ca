import EventStore
import TestSupport
import Testing

@Suite("The contract of an event store")
struct ContractTests {
  @Test("in memory", arguments: EventStoreContract.rules)
  func inMemory(_ rule: EventStoreContract.Rule) throws {
    try rule.check(InMemoryEventStoreFixture())
  }

  @Test("on DynamoDB's tables in memory", arguments: EventStoreContract.rules)
  func onMemoryTables(_ rule: EventStoreContract.Rule) throws {
    try rule.check(MemoryTablesFixture())
  }

  @Test(
    "on DynamoDB", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"),
    arguments: EventStoreContract.rules)
  func onDynamoDB(_ rule: EventStoreContract.Rule) throws {
    try LocalTables.with { try rule.check(DynamoDBEventStoreFixture($0)) }
  }

  @Test(
    "on DynamoDB with each type spread over eight keys",
    .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"), arguments: EventStoreContract.rules)
  func onEightKeys(_ rule: EventStoreContract.Rule) throws {
    let shards = try #require(EventTypeShards(8))
    try LocalTables.with { try rule.check(DynamoDBEventStoreFixture($0, shards: shards)) }
  }
}

extension EventStoreContract.Rule: CustomTestStringConvertible {
  public var testDescription: String { name }
}
