import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite("Spreading a type over several index keys")
struct EventTypeShardsTests {
  @Test(
    "only 1 to 100 keys",
    arguments: [(0, false), (1, true), (100, true), (101, false), (-1, false), (.max, false)])
  func bounds(_ count: Int, _ isAllowed: Bool) {
    #expect((EventTypeShards(count) != nil) == isAllowed)
  }

  @Test("every key leads back to its type, and only the keys of a type are written", arguments: [1, 8, 100])
  func keys(_ count: Int) throws {
    let shards = try #require(EventTypeShards(count))
    let keys = shards.keys(of: "AccountCreated")
    #expect(Set(keys).count == count)
    #expect(keys.allSatisfy { EventTypeShards.type(ofKey: $0) == "AccountCreated" })
    var log = try SampleLog("spread")
    let used = Set((0..<count * 20).map { _ in shards.key(of: log.next(type: "AccountCreated")) })
    #expect(used.isSubset(of: keys))
    #expect(used.count > count / 2)
  }

  @Test("a type that ends like a key stays itself", arguments: ["Opened#", "#", "Opened#0", "Opened#x", "Opened#-1"])
  func plain(_ type: String) {
    #expect(EventTypeShards.type(ofKey: type) == type)
  }

  @Test(
    "events stored with fewer keys stay readable when there are more",
    .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
  func raising() throws {
    try LocalTables.with { tables in
      var log = try SampleLog("raised")
      for count in [1, 2, 8, 20] {
        let store = try tables.store(shards: try #require(EventTypeShards(count)))
        for _ in 0..<12 { #expect(try store.append(log.append([log.next()]), deadline: nil) == .appended) }
        try EventStoreContract.soon({ try store.allEvents(ofType: "Sampled") }, log.events, "of \(count) keys")
        #expect(try store.allEvents(of: log.aggregateID) == log.events)
      }
      let single = try tables.store().allEvents(ofType: "Sampled")
      #expect(single.count < log.events.count, "lowering hides the other keys")
    }
  }
}
