import Environment
import EventBridge
import TestSupport
import Testing

@Suite struct PutEventsBatchTests {
  private func entry(size: Int, number: Int = 0) -> PutEventsEntry {
    let empty = PutEventsEntry(
      source: "s", detailType: "\(number)", detail: "", eventBusName: "bus", resources: [],
      time: Timestamp(seconds: 0, nanoseconds: 0))
    var entry = empty
    entry.detail = String(repeating: "x", count: size - empty.size)
    return entry
  }

  private func sizes(_ sizes: [Int]) -> [[Int]] {
    PutEventsBatch.split(sizes.map { entry(size: $0) }).map { $0.entries.map(\.size) }
  }

  @Test func tenEntriesAtMost() {
    #expect(sizes(Array(repeating: 100, count: 23)).map(\.count) == [10, 10, 3])
    #expect(sizes([]).isEmpty)
  }

  @Test func theRequestsSizeIsKept() {
    let limit = EventBridgeLimits.requestSize
    #expect(sizes([limit - 100, 100, 100]) == [[limit - 100, 100], [100]])
    #expect(sizes([limit - 99, 100]) == [[limit - 99], [100]])
  }

  @Test func aLargeEntryGoesAlone() {
    let limit = EventBridgeLimits.requestSize
    #expect(sizes([100, limit * 3, 100, 100]) == [[100], [limit * 3], [100, 100]])
  }

  @Test("random entries", arguments: 0..<50 as Range<UInt64>)
  func randomEntries(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    let entries = (0..<random.below(60)).map { entry(size: 50 + random.below(120_000), number: $0) }
    let batches = PutEventsBatch.split(entries)
    #expect(batches.flatMap(\.entries) == entries)
    for batch in batches {
      #expect(batch.size == batch.entries.reduce(0) { $0 + $1.size })
      #expect((1...EventBridgeLimits.entries).contains(batch.entries.count))
      #expect(batch.entries.count == 1 || batch.size <= EventBridgeLimits.requestSize)
    }
    for (batch, next) in zip(batches, batches.dropFirst()) {
      let isFull = batch.entries.count == EventBridgeLimits.entries
      #expect(isFull || batch.size + (next.entries.first?.size ?? 0) > EventBridgeLimits.requestSize)
    }
  }
}
