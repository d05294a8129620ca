import Environment
import EventSourcing
import TestSupport
import Testing

/// For any order of requests, any crash, lost answer, conflict and half-visible transaction: what is acknowledged is in the
/// log exactly once, and what is refused is not.
///
/// The command function's own code, on tables in memory: each request to DynamoDB is a step.
@Suite("Every schedule of two writers")
struct AppendScheduleTests {
  @Test("in any order with three switches", arguments: AppendCase.quick)
  func orders(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 3))
  }

  @Test("the journal came back from a restore with an entry whose event is lost")
  func orphan() throws {
    try explore(.orphan, AppendMishaps(switches: 2))
  }

  @Test("a process dies anywhere, and its caller asks again", arguments: AppendCase.quick)
  func crashes(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 1, crashes: 1))
  }

  @Test(
    "connections break anywhere, and a request may arrive late",
    arguments: [AppendCase.singles, .unkeyed, .sameBatch, .sameOpening, .expected, .withdrawals])
  func losses(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(losses: 2))
  }

  @Test(
    "a connection breaks while the other goes on", arguments: [AppendCase.batchAndSingle, .sameKey, .expected])
  func loss(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 1, losses: 1))
  }

  @Test(
    "a transaction is lost to another one",
    arguments: [AppendCase.batchAndSingle, .batches, .sameBatch, .sameOpening, .withdrawals, .sameWithdrawal])
  func conflicts(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 1, conflicts: 1))
  }

  @Test("reads show a part of a transaction", arguments: AppendCase.quick)
  func parts(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 1, partialReads: 2))
  }

  @Test(
    "a process dies, and what it has written shows in part",
    arguments: AppendCase.quick.filter { $0.isSymmetric && $0 != .unkeyed && $0 != .singles })
  func crashedParts(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(crashes: 1, partialReads: 2))
  }

  @Test(
    "the summary is behind, ahead or missing, and a checkpoint is lost",
    arguments: [AppendCase.batchAndSingle, .withdrawals, .farFromCopies])
  func stale(_ appends: AppendCase) throws {
    try explore(appends, AppendMishaps(switches: 1, staleReads: 1))
  }

  @Test(
    "the key's entry runs out while its command is sent again by two",
    arguments: [
      AppendMishaps(switches: 2), AppendMishaps(crashes: 1), AppendMishaps(losses: 1), AppendMishaps(partialReads: 1),
    ])
  func expiry(_ mishaps: AppendMishaps) throws {
    var world = try AppendWorld()
    let deposit = AppendCommand("deposit", ["5"])
    try world.open()
    try world.prepare([deposit])
    world.project()
    // A day is how long a key is remembered here.
    let expiry = world.clock.now().adding(milliseconds: 86_400_000)
    world.clock.time = expiry.adding(milliseconds: -1_000)
    let exploration = AppendExploration(
      world, [deposit, deposit], others: [{ schedule, _ in schedule.pass(milliseconds: 2_000) }], mishaps)
    try judge(exploration, "an expiring key, \(mishaps)", forgotten: expiry) { endings in
      endings.allSatisfy { $0 == "appended" || $0 == "duplicate" }
    }
  }

  @Test("a refusal for good, by two who ask, while money comes in")
  func settled() throws {
    var world = try AppendWorld()
    try world.open()
    let rent = AppendCommand("rent", ["-150"], settlesRefusals: true)
    let exploration = AppendExploration(
      world, [rent, rent, AppendCommand("salary-2", ["100"])], AppendMishaps(switches: 1))
    try judge(exploration, "refused for good") { endings in
      endings[2] == "appended" && (endings[0] == "InsufficientFunds") == (endings[1] == "InsufficientFunds")
    }
  }

  @Test("the judge finds tables out that know no conditions", arguments: AppendCase.quick)
  func unconditional(_ appends: AppendCase) throws {
    var world = try appends.world()
    world.ignoresConditions = true
    let exploration = AppendExploration(world, appends.commands, AppendMishaps(switches: 2))
    while let (schedule, callers) = exploration.next() {
      if try !AppendJudge(schedule, callers).faults.isEmpty { return }
    }
    Issue.record("\(exploration.runs) schedules, and no fault in any")
  }

  // MARK: Exploring

  private func explore(_ appends: AppendCase, _ mishaps: AppendMishaps) throws {
    let exploration = AppendExploration(
      try appends.world(), appends.commands, mishaps, isSymmetric: appends.isSymmetric)
    try judge(exploration, "\(appends), \(mishaps)") { isExpected($0, of: appends) }
  }

  private func judge(
    _ exploration: AppendExploration, _ name: String, forgotten: Timestamp? = nil, _ isExpected: ([String]) -> Bool
  ) throws {
    var shapes: Set<[String]> = []
    var endings: [String: Int] = [:]
    while let (schedule, callers) = exploration.next() {
      var judge = try AppendJudge(schedule, callers, forgotten: forgotten)
      if shapes.insert(judge.shape).inserted { try judge.checkFreshReader(schedule) }
      try #require(judge.faults == [])
      try #require(isExpected(judge.endings))
      endings[judge.endings.joined(separator: " and "), default: 0] += 1
    }
    #expect(exploration.runs > 2)
    let counts = endings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("\(name): \(exploration.runs) schedules,", counts.joined(separator: ", "))
  }

  private func isExpected(_ endings: [String], of appends: AppendCase) -> Bool {
    let refused = endings.filter { $0 == appends.refusal }
    let open = endings.filter { $0 == "unknown" }
    let isAnswered = endings.allSatisfy { ["appended", "duplicate", "unknown", appends.refusal].contains($0) }
    return isAnswered && refused.count == (appends.refusal == nil ? 0 : 1)
      && (open.isEmpty || appends.commands.contains { !$0.isKeyed })
  }
}
