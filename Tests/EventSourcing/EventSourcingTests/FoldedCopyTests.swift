import EventSourcing
import JSON
import Testing

@Suite("Folded copy")
struct FoldedCopyTests {
  @Test("is read back as it was written")
  func roundTrip() throws {
    let log = try CounterLog(count: 12)
    let copy = try log.copy
    let reread = try #require(FoldedCopy<Counter>(attributes: copy.attributes, of: log.aggregateID))
    #expect(reread.state == copy.state)
    #expect(reread.head == copy.head)
  }

  @Test(
    "is not trusted once anything in it changed",
    arguments: [
      "Total", "Events", "Version", "HeadHash", "LastEventId", "LastUpdated", "ProjectionVersion", "StateDigest",
    ])
  func altered(_ name: String) throws {
    let log = try CounterLog(count: 12)
    var attributes = try log.copy.attributes
    attributes[name] = attributes[name]?.number == nil ? .string(String(repeating: "1", count: 64)) : 999
    #expect(FoldedCopy<Counter>(attributes: attributes, of: log.aggregateID) == nil)
    attributes[name] = nil
    #expect(FoldedCopy<Counter>(attributes: attributes, of: log.aggregateID) == nil)
  }

  @Test("is not trusted for another aggregate")
  func foreign() throws {
    let attributes = try CounterLog(count: 12).copy.attributes
    #expect(FoldedCopy<Counter>(attributes: attributes, of: try AggregateID("counter-2")) == nil)
  }
}
