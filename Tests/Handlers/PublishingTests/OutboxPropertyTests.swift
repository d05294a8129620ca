import EventSourcing
import JSON
import TestSupport
import Testing

/// Whatever fails, and whenever the publisher dies: every stored event gets to the bus or into the dead-letter queue.
@Suite struct OutboxPropertyTests {
  @Test("nothing stored is lost", arguments: 0..<150 as Range<UInt64>)
  func nothingIsLost(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    let bench = try PublisherBench(seed: seed)
    let shard = try Shard(random)
    unsettle(bench, refusing: shard.refused, random)
    var position = 0
    var invocations = 0
    while position < shard.records.count {
      invocations += 1
      // From here on everything works, so that the run ends.
      if invocations == 40 { settle(bench, refusing: shard.refused) }
      let batch = Array(shard.records[position...].prefix(1 + random.below(25)))
      let failed = try bench.publish(batch, seconds: Int64(1 + random.below(8)))
      // Lambda hears nothing of a publisher that dies before it answers, and sends the batch again.
      if invocations < 40, random.below(6) == 0 { continue }
      let places = failed.compactMap { Int($0).map { $0 - 1_001 } }
      #expect(places == places.sorted() && places.allSatisfy { (position..<(position + batch.count)).contains($0) })
      position = places.first ?? position + batch.count
      try #require(invocations < 300)
    }
    let published = Set(bench.sequences)
    let buried = Set(bench.aws.messages.compactMap { $0["poisonRecord"]?["EventSequence"]?.number?.int })
    #expect(published == shard.good)
    #expect(buried == shard.poison)
    #expect(bench.aws.requests.allSatisfy { (1...10).contains($0.count) })
  }

  /// A shard's records, and what has to become of them.
  private struct Shard {
    var records: [JSONValue] = []
    var good: Set<Int> = []
    var poison: Set<Int> = []
    /// Those of the poison that only the bus knows of.
    var refused: Set<Int> = []

    init(_ random: SeededRandomness) throws {
      let sample = try StreamSample(1 + random.below(30))
      for event in sample.events {
        let sequence = event.sequence.value
        switch random.below(20) {
        case 0:
          records.append(StreamSample.record(["AggregateId": ["S": "x"]], number: 1_000 + sequence, sequence: sequence))
          poison.insert(sequence)
        case 1:
          records.append(try StreamSample.record(event, change: "REMOVE"))
        case 2:
          records.append(try StreamSample.record(event))
          poison.insert(sequence)
          refused.insert(sequence)
        default:
          records.append(try StreamSample.record(event, typeKey: "TransactionProcessed#\(1 + random.below(8))"))
          good.insert(sequence)
        }
      }
    }
  }

  private func settle(_ bench: PublisherBench, refusing refused: Set<Int>) {
    bench.aws.interrupt = { _ in nil }
    bench.aws.interruptQueue = { nil }
    bench.aws.judge = { Self.isRefused($0, refused) ? .failed(code: "MalformedDetail") : .taken }
  }

  private func unsettle(_ bench: PublisherBench, refusing refused: Set<Int>, _ random: SeededRandomness) {
    let failureRate = random.below(60)
    bench.aws.judge = { detail in
      if Self.isRefused(detail, refused) { return .failed(code: "MalformedDetail") }
      return random.below(100) < failureRate ? .failed(code: "InternalFailure") : .taken
    }
    bench.aws.interrupt = { entries in
      bench.clock.advance(milliseconds: Int64(random.below(900)))
      switch random.below(10) {
      case 0: return .response(503)
      case 1: return .failure(.reset, mayHaveExecuted: true)
      case 2 where !entries.contains(where: { Self.isRefused(Self.detail($0), refused) }):
        // Taken, and the answer lost.
        bench.aws.take(entries)
        return .failure(.timeout, mayHaveExecuted: true)
      case 3 where entries.contains(where: { Self.isRefused(Self.detail($0), refused) }):
        return .response(400, #"{"__type":"ValidationException"}"#)
      default: return nil
      }
    }
    bench.aws.interruptQueue = {
      bench.clock.advance(milliseconds: Int64(random.below(900)))
      return random.below(4) == 0 ? .response(500) : nil
    }
  }

  private static func isRefused(_ detail: JSONValue, _ refused: Set<Int>) -> Bool {
    detail["EventSequence"]?.number?.int.map(refused.contains) ?? false
  }

  private static func detail(_ entry: JSONValue) -> JSONValue {
    entry["Detail"]?.string.flatMap { try? JSONValue(parsing: $0) } ?? .null
  }
}
