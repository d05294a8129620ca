import TestSupport

/// Every schedule of some callers at one account, up to what may go wrong.
final class AppendExploration: @unchecked Sendable {
  typealias Program = @Sendable (AppendSchedule, SteppedThread) -> Void

  private let world: AppendWorld
  private let commands: [AppendCommand]
  private let others: [Program]
  private let mishaps: AppendMishaps
  private let isSymmetric: Bool
  private var explorer = ScheduleExplorer()
  private var switches = 0
  private var hasBegun = false

  /// - Parameters:
  ///   - others: what goes on beside the callers.
  ///   - isSymmetric: whether it does not matter which caller begins.
  init(
    _ world: AppendWorld, _ commands: [AppendCommand], others: [Program] = [], _ mishaps: AppendMishaps,
    isSymmetric: Bool = false
  ) {
    self.world = world
    self.commands = commands
    self.others = others
    self.mishaps = mishaps
    self.isSymmetric = isSymmetric
  }

  /// Schedules run.
  var runs: Int { explorer.runs }

  /// Runs the next schedule.
  ///
  /// - Returns: nil once all have been run.
  func next() -> (schedule: AppendSchedule, callers: [AppendCaller])? {
    guard explorer.advance() else { return nil }
    switches = mishaps.switches
    hasBegun = false
    let schedule = AppendSchedule(
      world.copy(), mishaps,
      .init(
        thread: { [unowned self] in thread(among: $0, last: $1) },
        mishap: { [unowned self] in explorer.choose(among: $0) }))
    let callers = commands.map(AppendCaller.init)
    schedule.run(callers.map { caller in { caller.run($0, $1) } } + others)
    return (schedule, callers)
  }

  private func thread(among count: Int, last: Int?) -> Int {
    defer { hasBegun = true }
    if isSymmetric, !hasBegun { return 0 }
    return explorer.chooseThread(among: count, last: last, switches: &switches)
  }
}
