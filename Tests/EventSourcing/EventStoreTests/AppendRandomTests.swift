import EventSourcing
import TestSupport
import Testing

/// Beyond what can be gone through: three writers, several commands each, and everything that can go wrong at once.
@Suite("Random schedules of three writers")
struct AppendRandomTests {
  private static let schedulesPerSeed = 20

  @Test("what is acknowledged is in the log exactly once, and what is refused is not", arguments: 0..<6)
  func random(seed: Int) throws {
    let random = SeededRandomness(seed: UInt64(seed) &* 7_919 &+ 3)
    var endings: [String: Int] = [:]
    for number in 0..<Self.schedulesPerSeed {
      let world = try Self.world(random)
      let mishaps = AppendMishaps(
        crashes: random.below(3), losses: random.below(3), conflicts: random.below(3), partialReads: random.below(4),
        staleReads: random.below(3))
      let schedule = AppendSchedule(
        world, mishaps,
        .init(thread: { count, _ in random.below(count) }, mishap: { random.below(4) == 0 ? random.below($0) : 0 }))
      let writers = Self.commands(random).map { $0.map(AppendCaller.init) }
      schedule.run(writers.map { callers in { for caller in callers { caller.run($0, $1) } } })
      var judge = try AppendJudge(schedule, Array(writers.joined()))
      try judge.checkFreshReader(schedule)
      try #require(judge.faults == [], "seed \(seed), schedule \(number), \(mishaps)")
      for ending in judge.endings { endings[ending, default: 0] += 1 }
    }
    #expect((endings["appended"] ?? 0) > Self.schedulesPerSeed)
    let counts = endings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("seed \(seed): \(Self.schedulesPerSeed) random schedules,", counts.joined(separator: ", "))
  }

  private static func world(_ random: SeededRandomness) throws -> AppendWorld {
    var world = try AppendWorld(attempts: random.below(2) == 0 ? 1 : 4)
    try world.open(transactions: random.below(9))
    if random.below(2) == 0 { world.project() }
    return world
  }

  /// Of each writer. One command is sent by two of them.
  private static func commands(_ random: SeededRandomness) -> [[AppendCommand]] {
    let shared = AppendCommand("shared", ["9", "-4"])
    return (0..<3).map { writer in
      let own = (0..<(1 + random.below(3))).map { command("writer-\(writer)-\($0)", random) }
      return writer < 2 ? own + [shared] : own
    }
  }

  private static func command(_ name: String, _ random: SeededRandomness) -> AppendCommand {
    switch random.below(6) {
    case 0: AppendCommand(name, ["3"], keys: [nil])
    case 1: AppendCommand(name, ["-40"])
    case 2: AppendCommand(name, ["1", "2", "3", "4"], keys: [nil, nil, nil, nil])
    case 3: AppendCommand(name, ["1", "-2"], keys: ["\(name)-a", "\(name)-b"])
    case 4: AppendCommand(name, ["6"], expected: 2 + random.below(12))
    default: AppendCommand(name, ["5"])
    }
  }
}
