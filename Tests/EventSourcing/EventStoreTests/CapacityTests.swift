import Accounts
import DynamoDB
import Environment
import EventSourcing
import HTTPTransport
import JSON
import TestSupport
import Testing

/// Commands on tables whose capacity is used up, as a flood leaves them.
@Suite("A table without capacity", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct CapacityTests {
  /// The most units that a table of one unit has saved up, at the factor that the local AWS runs with: a bound for the flood.
  private static let longestFlood = 2_000

  @Test("is waited for by the second: the command's transaction goes through, once")
  func waits() throws {
    try LocalTables.with(capacity: 1) { tables in
      let aggregateID = try AggregateID("throttled")
      let transport = CountingTransport(try ConnectionTransport())
      let execution = try tables.execution(transport: transport)
      _ = try execution.execute(try AccountRequests.opening(aggregateID), deadline: nil)
      try Self.flood(tables)
      let request = try AccountRequests.transaction(aggregateID, amount: "5", key: "k")
      let deadline = SystemClock().now().adding(milliseconds: 300_000)
      _ = try execution.execute(request, deadline: deadline)
      #expect(transport.throttled > 0, "the flood left capacity")
      let log = try tables.store().allEvents(of: aggregateID)
      #expect(log.map(\.sequence.value) == [1, 2])
    }
  }

  /// Puts items until the table says no.
  private static func flood(_ tables: LocalTables) throws {
    let client = DynamoDBClient(client: try tables.connection(attempts: 1))
    let filling = AttributeValue.string(String(repeating: "x", count: 30_000))
    for number in 0..<longestFlood {
      let item = Item([
        ("AggregateId", .string("flood")), ("EventSequence", .number(number + 1)), ("Filling", filling),
      ])
      do throws(DynamoDBError) {
        _ = try client.perform(PutItem(table: tables.names.events, item: item), deadline: nil)
      } catch {
        guard case .throttled = error.kind else { throw error }
        return
      }
    }
    Issue.record("the local AWS does not throttle")
  }
}

/// A real transport that counts answers which ask for less.
private final class CountingTransport: Transport {
  private let transport: any Transport
  private(set) var throttled = 0

  init(_ transport: any Transport) {
    self.transport = transport
  }

  func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    let answers = transport.perform(requests)
    for case .success(let response) in answers where response.status == 400 {
      let text = String(decoding: response.body, as: UTF8.self)
      if text.contains("ProvisionedThroughputExceeded") || text.contains("ThrottlingError") { throttled += 1 }
    }
    return answers
  }
}
