import Accounts
import Environment
import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// Faults that a proxy makes on the way to DynamoDB: real connections that break, real answers that are cut.
@Suite("Faults on real connections", .enabled(if: Microburst.isPresent, "MICROBURST is not set"), .serialized)
struct MicroburstTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: JSONObject
    /// Reads do not answer so.
    var isOfWrites = false
  }

  private static let faults: [Fault] = [
    Fault(testDescription: "throttled", rule: error("ProvisionedThroughputExceededException", 400)),
    Fault(testDescription: "internal error", rule: error("InternalServerError", 500)),
    Fault(testDescription: "unavailable", rule: error("ServiceUnavailable", 503)),
    Fault(testDescription: "in progress", rule: error("TransactionInProgressException", 400), isOfWrites: true),
    Fault(testDescription: "conflict", rule: error("TransactionConflictException", 400), isOfWrites: true),
    Fault(testDescription: "connection reset", rule: ["reset": true]),
    Fault(testDescription: "committed, then cut at once", rule: ["response": ["abort_bytes": 0]]),
    Fault(testDescription: "committed, then cut in the middle", rule: ["response": ["abort_bytes": 1]]),
    Fault(testDescription: "truncated", rule: ["response": ["truncate_bytes": 1]]),
    Fault(testDescription: "emptied", rule: ["response": ["truncate_bytes": 0]]),
    Fault(testDescription: "corrupted", rule: ["response": ["corrupt_bytes": 1]]),
    Fault(testDescription: "wrong checksum", rule: ["response": ["set_headers": ["x-amz-crc32": "1"]]]),
  ]

  private static func error(_ code: JSONValue, _ status: JSONValue) -> JSONObject {
    ["error": ["code": code, "status": status]]
  }

  @Test("each once, on a put and on a transaction, reads included: appended, exactly once")
  func once() throws {
    try withProxy { proxy, tables in
      let clean = try tables.store()
      for (number, fault) in Self.faults.enumerated() {
        for key in [nil, "k"] {
          let aggregateID = try AggregateID("account-\(number)-\(key ?? "")")
          let execution = try tables.execution(sleeper: RecordingSleeper(), endpoint: proxy.endpoint)
          _ = try tables.execution().execute(try AccountRequests.opening(aggregateID), deadline: nil)
          let reads = fault.isOfWrites ? [] : ["Query", "BatchGetItem", "GetItem"]
          let operations = ["PutItem", "TransactWriteItems"] + reads
          try proxy.set(fault.rule, on: operations, times: 1)
          let request = try AccountRequests.transaction(aggregateID, amount: "1", key: key)
          let result = try execution.execute(request, deadline: nil)
          #expect(try proxy.fired() >= 1, "\(fault.testDescription)")
          #expect(!result.isDuplicate)
          let log = try clean.allEvents(of: aggregateID)
          #expect(log.map(\.sequence.value) == [1, 2], "\(fault.testDescription)")
          #expect(log.last?.eventID == result.events[0].eventID, "\(fault.testDescription)")
        }
      }
    }
  }

  @Test("each on every write: an error that says whether doubt is left, and the same command settles it")
  func always() throws {
    try withProxy { proxy, tables in
      let clean = try tables.store()
      for (number, fault) in Self.faults.enumerated() {
        let aggregateID = try AggregateID("account-\(number)")
        _ = try tables.execution().execute(try AccountRequests.opening(aggregateID), deadline: nil)
        let request = try AccountRequests.transaction(aggregateID, amount: "1", key: "k")
        try proxy.set(fault.rule, on: ["TransactWriteItems"], times: 1_000)
        let execution = try tables.execution(sleeper: RecordingSleeper(), endpoint: proxy.endpoint)
        var answered: CommandResult?
        do throws(CommandFailure<AccountRejection>) {
          answered = try execution.execute(request, deadline: nil)
        } catch {
          guard case .store(let failure) = error else { throw error }
          let count = try clean.allEvents(of: aggregateID).count
          #expect(failure.mayHaveExecuted || count == 1, "\(fault.testDescription): \(failure)")
        }
        try proxy.clear()
        let again = try tables.execution().execute(request, deadline: nil)
        if let answered { #expect(again.events == answered.events) }
        #expect(try clean.allEvents(of: aggregateID).map(\.eventID).suffix(1) == [again.events[0].eventID])
        #expect(try clean.allEvents(of: aggregateID).count == 2, "\(fault.testDescription)")
        print("\(fault.testDescription):", answered == nil ? "an error" : "appended", again.isDuplicate ? "" : "later")
      }
    }
  }

  private func withProxy(_ body: (Microburst, LocalTables) throws -> Void) throws {
    let proxy = try Microburst.started()
    defer { proxy.stop() }
    try LocalTables.with { try body(proxy, $0) }
  }
}
