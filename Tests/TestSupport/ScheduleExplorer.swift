/// Goes through every schedule of a small case: each run makes one choice differently from the run before.
public struct ScheduleExplorer {
  private var choices: [(taken: Int, among: Int)] = []
  private var depth = 0
  /// Runs begun.
  public private(set) var runs = 0
  /// The most choices that one run had.
  public private(set) var deepest = 0

  public init() {}

  /// The next choice of the present run.
  public mutating func choose(among count: Int) -> Int {
    defer { depth += 1 }
    deepest = max(deepest, depth + 1)
    if depth < choices.count { return choices[depth].taken }
    choices.append((taken: 0, among: count))
    return 0
  }

  /// Goes to the next schedule.
  ///
  /// - Returns: false once all have been run.
  public mutating func advance() -> Bool {
    defer { runs += 1 }
    if runs == 0 { return true }
    depth = 0
    while let last = choices.popLast() {
      if last.taken + 1 < last.among {
        choices.append((taken: last.taken + 1, among: last.among))
        return true
      }
    }
    return false
  }
}
