import Environment
import EventSourcing
import EventStore
import HTTPTransport
import TestSupport
import Testing

/// Whatever goes wrong on the wire, in whatever combination: what an append answered is true.
@Suite(
  "Any faults on many appends", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct FaultPropertyTests {
  private static let seedsPerBlock = 25
  private static let appendsPerSeed = 5

  @Test(
    "appended is in the log exactly once, a refusal is not in it, and doubt is settled by the key", arguments: 0..<12)
  func property(_ block: Int) throws {
    try LocalTables.with { tables in
      var answers: [String: Int] = [:]
      for seed in block * Self.seedsPerBlock..<(block + 1) * Self.seedsPerBlock {
        let world = try FaultyWorld(tables, seed: UInt64(seed))
        for _ in 0..<Self.appendsPerSeed { answers[try world.step(), default: 0] += 1 }
        try world.check()
      }
      let counts = answers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      print("block \(block):", counts.joined(separator: ", "))
    }
  }
}

/// One aggregate, a writer whose wire is faulty, and an intruder whose wire is not.
private final class FaultyWorld {
  private let random: SeededRandomness
  private let transport: FaultyTransport
  private let faulty: DynamoDBEventStore
  private let clean: DynamoDBEventStore
  private var log: SampleLog
  private var number = 0
  /// Ids of events that must be in the log at the end, and that must not.
  private var present: Set<String> = []
  private var absent: Set<String> = []
  /// Of each of these pairs of appends exactly one is in the log.
  private var either: [([String], [String])] = []

  init(_ tables: LocalTables, seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    self.random = random
    let rate = random.below(100)
    transport = FaultyTransport(try ConnectionTransport()) { _, _ in
      guard random.below(100) < rate else { return nil }
      return WireFault.allCases[random.below(WireFault.allCases.count)]
    }
    faulty = try tables.store(transport: transport, sleeper: RecordingSleeper())
    clean = try tables.store()
    log = try SampleLog("seed-\(seed)")
  }

  /// One append over the faulty wire.
  ///
  /// - Returns: what it answered.
  func step() throws -> String {
    number += 1
    try refresh()
    let key = try IdempotencyKey("command-\(number)")
    let isKeyed = random.below(3) > 0
    var planned = log
    let events = planned.next(count: [1, 1, 3][random.below(3)])
    let journal = isKeyed ? [planned.entry(key, for: events)] : []
    if random.below(4) == 0 { try intrude() }
    let ids = events.map(\.eventID)
    do {
      switch try faulty.append(planned.append(events, journal: journal), deadline: nil) {
      case .appended:
        present.formUnion(ids)
        return "appended"
      case .conflict:
        absent.formUnion(ids)
        return "conflict"
      case .keyInUse:
        Issue.record("nobody else used \(key)")
        return "keyInUse"
      }
    } catch {
      guard error.mayHaveExecuted else {
        absent.formUnion(ids)
        return "refused"
      }
      if isKeyed { try settle(key, ids) }
      return "in doubt"
    }
  }

  /// The same command again, over a wire that works, while parts of the first may still be under way.
  private func settle(_ key: IdempotencyKey, _ ids: [String]) throws {
    if random.below(2) == 0 { transport.deliverLate() }
    try refresh()
    let again = log.next(count: 1)
    let outcome = try clean.append(log.append(again, journal: [log.entry(key, for: again)]), deadline: nil)
    switch outcome {
    case .appended: present.formUnion(again.map(\.eventID))
    case .keyInUse(let entry): #expect(entry.events.map(\.eventID) == ids)
    case .conflict: Issue.record("nobody else writes now")
    }
    either.append((ids, again.map(\.eventID)))
  }

  private func intrude() throws {
    var other = log
    #expect(try clean.append(other.append([other.next()]), deadline: nil) == .appended)
  }

  private func refresh() throws {
    log = try SampleLog(log.aggregateID.text, continuing: try clean.allEvents(of: log.aggregateID))
  }

  func check() throws {
    transport.deliverLate()
    let standing = try clean.allEvents(of: log.aggregateID)
    let ids = standing.map(\.eventID)
    #expect(Set(ids).count == ids.count)
    #expect(present.isSubset(of: ids))
    #expect(absent.isDisjoint(with: ids))
    for (first, second) in either {
      let isFirst = Set(first).isSubset(of: ids)
      #expect(isFirst || Set(first).isDisjoint(with: ids))
      #expect(isFirst != Set(second).isSubset(of: ids))
    }
    var chain = LogChain(after: .empty)
    for event in standing { #expect(chain.advance(over: event) == nil) }
  }
}
