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

  /// Which of so many threads goes on: one does until it ends, but for so many times.
  ///
  /// - Parameters:
  ///   - last: the place of the one that made the last step; nil where it has ended.
  ///   - switches: how often another one may still go on in its place.
  public mutating func chooseThread(among count: Int, last: Int?, switches: inout Int) -> Int {
    guard let last else { return choose(among: count) }
    guard switches > 0, count > 1 else { return last }
    let choice = choose(among: count)
    if choice == 0 { return last }
    switches -= 1
    return (last + choice) % count
  }

  /// Goes to the next schedule.
  ///
  /// - Returns: false once all have been run.
  public mutating func advance() -> Bool {
    if runs == 0 {
      runs = 1
      return true
    }
    depth = 0
    while let last = choices.popLast() {
      if last.taken + 1 < last.among {
        choices.append((taken: last.taken + 1, among: last.among))
        runs += 1
        return true
      }
    }
    return false
  }
}
