import Accounts
import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

/// The registered JSON Schemas say exactly what the code reads: what one accepts the other does, over altered events.
///
/// What a schema cannot say, and the code says: lengths are in bytes of UTF-8, not in characters; an instant's year in
/// UTC is 0000 to 9999; `EventHash` is the hash of the rest. All three are tested below.
@Suite struct RegistrySchemaTests {
  static let types = AccountEventType.allCases

  @Test(arguments: types) func itsNameOnTheBus(type: AccountEventType) throws {
    let schema = try SchemaDocument(of: type)
    #expect(schema["x-amazon-events-source"] == .string(Account.source))
    #expect(schema["x-amazon-events-detail-type"] == .string(type.rawValue))
    #expect(schema["properties"]?["source"]?["enum"] == [.string(Account.source)])
    let versions = schema["definitions"]?["Detail"]?["properties"]?["Version"]?["enum"]
    #expect(versions == [.string(type.schema.currentVersion)])
  }

  @Test(arguments: types) func aPublishedEvent(type: AccountEventType) throws {
    let detail = try Self.detail(of: type)
    #expect(try SchemaDocument(of: type).accepts(Self.delivered(detail, as: type)))
    for other in Self.types where other != type {
      #expect(try !SchemaDocument(of: other).accepts(Self.delivered(detail, as: type)))
    }
  }

  @Test(arguments: types) func oneMemberAltered(type: AccountEventType) throws {
    let schema = try SchemaDocument(of: type)
    let detail = try Self.detail(of: type)
    var counts = [true: 0, false: 0]
    for path in Self.paths(of: detail) {
      for value in [nil] + EventMutation.values.map(Optional.some) {
        counts[try agree(schema, type, EventMutation.set(path, to: value, in: detail)), default: 0] += 1
      }
    }
    #expect(counts.values.allSatisfy { $0 > 100 })
  }

  @Test("several members altered", arguments: types, 0..<40 as Range<UInt64>)
  func severalMembersAltered(type: AccountEventType, seed: UInt64) throws {
    let schema = try SchemaDocument(of: type)
    let random = SeededRandomness(seed: seed)
    for _ in 0..<25 {
      var detail = try Self.detail(of: type)
      let paths = Self.paths(of: detail)
      for _ in 0...random.below(3) {
        detail = EventMutation.set(
          paths[random.below(paths.count)], to: EventMutation.values[random.below(EventMutation.values.count)],
          in: detail)
      }
      _ = try agree(schema, type, detail)
    }
  }

  /// - Returns: whether both accept the event.
  private func agree(
    _ schema: SchemaDocument, _ type: AccountEventType, _ detail: JSONObject
  ) throws -> Bool {
    let accepted = try schema.accepts(Self.delivered(detail, as: type))
    #expect(Self.isRead(detail, as: type) == accepted, "\(JSONValue.object(detail).text.prefix(1_500))")
    return accepted
  }

  // MARK: What a schema cannot say

  @Test func lengthsAreInBytes() throws {
    let schema = try SchemaDocument(of: .accountClosed)
    let detail = EventMutation.set(
      ["EventData", "reason"], to: .string(String(repeating: "é", count: 1_024)),
      in: try Self.detail(of: .accountClosed))
    #expect(try schema.accepts(Self.delivered(detail, as: .accountClosed)))
    #expect(!Self.isRead(detail, as: .accountClosed))
  }

  @Test(arguments: ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])
  func yearsEndInUTC(text: String) throws {
    let schema = try SchemaDocument(of: .accountClosed)
    let detail = EventMutation.set(
      ["EventData", "closedAt"], to: .string(text), in: try Self.detail(of: .accountClosed))
    #expect(try schema.accepts(Self.delivered(detail, as: .accountClosed)))
    #expect(!Self.isRead(detail, as: .accountClosed))
  }

  @Test func leapSecondsAreAtTheEndsOfMonths() throws {
    let schema = try SchemaDocument(of: .accountClosed)
    let detail = EventMutation.set(
      ["EventData", "closedAt"], to: "2024-01-15T10:30:60Z", in: try Self.detail(of: .accountClosed))
    #expect(try schema.accepts(Self.delivered(detail, as: .accountClosed)))
    #expect(!Self.isRead(detail, as: .accountClosed))
  }

  @Test func theHashIsOfTheRest() throws {
    let schema = try SchemaDocument(of: .accountClosed)
    let detail = EventMutation.set(
      ["EventHash"], to: .string(EventHash.genesis.text), in: try Self.detail(of: .accountClosed))
    #expect(try schema.accepts(Self.delivered(detail, as: .accountClosed)))
    let event = try RecordedEvent(detail: detail)
    #expect(event.computedHash != event.hash)
  }

  // MARK: Events

  private static func isRead(_ detail: JSONObject, as type: AccountEventType) -> Bool {
    guard let event = try? RecordedEvent(detail: detail), event.type == type.rawValue else { return false }
    return (try? Account.event(from: event)) != nil
  }

  /// Every member of the detail and of the payload, and one of each that is not there.
  private static func paths(of detail: JSONObject) -> [[String]] {
    let data = detail["EventData"]?.object ?? [:]
    return (detail.keys + ["Unknown"]).map { [$0] } + (data.keys + ["unknown"]).map { ["EventData", $0] }
  }

  private static func detail(of type: AccountEventType) throws -> JSONObject {
    let data: JSONObject =
      switch type {
      case .accountCreated:
        [
          "accountId": "account-123", "customerId": "c", "accountType": "checking",
          "createdAt": "2024-01-15T10:00:00Z", "overdraftLimit": 100,
        ]
      case .transactionProcessed:
        ["transactionId": "tx-1", "amount": -100, "type": "withdrawal", "timestamp": "2024-01-15T10:30:00+01:00"]
      case .accountClosed: ["closedAt": "2024-01-15T11:00:00.5z", "reason": "moved away"]
      }
    let event = RecordedEvent(
      NewEvent(type: type.rawValue, version: type.schema.currentVersion, data: data),
      eventID: SeededRandomness(seed: 1).uuid(), aggregateID: try AggregateID("account-123"), after: .empty,
      at: Timestamp(seconds: 1_705_314_600, nanoseconds: 0),
      metadata: EventMetadata(commandID: try IdempotencyKey("c-1"), userID: "system", correlationID: nil))
    return event.detail
  }

  private static func delivered(_ detail: JSONObject, as type: AccountEventType) -> JSONValue {
    [
      "version": "0", "id": "e-1", "detail-type": .string(type.rawValue), "source": .string(Account.source),
      "account": "123456789012", "time": "2024-01-15T10:30:00Z", "region": "us-east-1",
      "resources": [.string("arn:aws:dynamodb:us-east-1:123456789012:table/event-store-x")], "detail": .object(detail),
    ]
  }
}
