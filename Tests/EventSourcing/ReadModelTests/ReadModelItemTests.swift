import Accounts
import EventSourcing
import JSON
import ReadModel
import Testing

@Suite struct ReadModelItemTests {
  @Test("sort keys are those of the contract, and their text order is the order of events")
  func keys() throws {
    let nine = try #require(SequenceNumber(9))
    #expect(ProjectionType.summary.text(of: Account.noun) == "AccountSummary")
    #expect(ProjectionType.rebuild.text(of: Account.noun) == "AccountRebuild")
    #expect(ProjectionType.auditTrail(nine).text(of: Account.noun) == "AuditTrail#00000000000000000009")
    #expect(ProjectionType.snapshot(nine).text(of: Account.noun) == "Snapshot#00000000000000000009")
    #expect(
      ProjectionType.auditTrail(nine).text(of: Account.noun)
        < ProjectionType.auditTrail(nine.next).text(of: Account.noun))
  }

  @Test("an audit item holds the event's payload with its exact numbers")
  func audit() throws {
    let event = try SampleAccount(events: 2).events[1]
    #expect(
      ReadModelItem(auditing: event, noun: Account.noun).attributes == [
        "AccountId": "account-1", "ProjectionType": "AuditTrail#00000000000000000002",
        "EventId": .string(event.eventID), "EventType": "TransactionProcessed",
        "Timestamp": .string(event.timestamp.rfc3339), "Data": ["amount": 5],
      ])
  }

  @Test("two copies are the same only if all that tells them apart is")
  func identity() throws {
    let account = try SampleAccount(events: 2)
    let first = try account.item(.summary, behind: 1).attributes
    let second = try account.item(.summary, behind: 2).attributes
    #expect(SummaryIdentity.same(nil, nil))
    #expect(SummaryIdentity.same(first, first))
    #expect(!SummaryIdentity.same(first, second))
    #expect(!SummaryIdentity.same(first, nil))
    for name in SummaryIdentity.attributes {
      var altered = first
      altered[name] = nil
      #expect(!SummaryIdentity.same(first, altered))
    }
  }
}
