import Accounts
import Amounts
import Environment
import EventSourcing
import JSON
import TestSupport

/// Judges what is left of a schedule: the log by its events alone, and what callers were told by the log.
struct AppendJudge {
  let log: [RecordedEvent]
  let callers: [AppendCaller]
  private let before: Int
  /// What is wrong.
  var faults: [String] = []

  /// - Parameter forgotten: when the keys of what was done before the schedule expire, if they do. A command may be carried
  ///   out once more from then on.
  init(_ schedule: AppendSchedule, _ callers: [AppendCaller], forgotten: Timestamp? = nil) throws {
    log = schedule.tables.log(of: schedule.world.aggregateID)
    before = schedule.world.tables.log(of: schedule.world.aggregateID).count
    self.callers = callers
    faults = callers.flatMap(\.violations)
    checkLog()
    checkBalance()
    for (name, callers) in Dictionary(grouping: callers, by: \.command.name) {
      check(name, callers, executions: forgotten == nil ? 1 : 2)
    }
    try checkCheckpoint(schedule)
    if let forgotten { checkExpiry(at: forgotten) } else { try checkJournal(schedule) }
  }

  /// How the commands ended, in the order of the callers.
  var endings: [String] {
    callers.map { caller in
      if let answer = caller.answer { return answer.isDuplicate ? "duplicate" : "appended" }
      return caller.refusal ?? "unknown"
    }
  }

  // MARK: The log

  private mutating func checkLog() {
    var chain = LogChain(after: .empty)
    for event in log {
      if let fault = chain.advance(over: event) { faults.append("event \(event.sequence): \(fault)") }
    }
    if let fault = chain.faultAtEnd { faults.append("the log's end: \(fault)") }
    if Set(log.map(\.eventID)).count != log.count { faults.append("two events have one id") }
  }

  /// Whatever was decided on, nothing was paid out that was not there.
  private mutating func checkBalance() {
    var balance = Money.zero
    for event in log {
      let amount = event.data["amount"]?.number.flatMap(Money.init) ?? .zero
      balance = balance.adding(amount) ?? balance
      if balance < .zero { faults.append("the balance is \(balance) at event \(event.sequence)") }
    }
  }

  // MARK: What callers were told

  private mutating func check(_ name: String, _ callers: [AppendCaller], executions: Int) {
    guard let command = callers.first?.command else { return }
    let events = log.filter { $0.correlationID == name }
    let runs = stride(from: 0, to: events.count, by: command.size).map {
      Array(events[$0..<min($0 + command.size, events.count)])
    }
    for run in runs { check(run, command) }
    if runs.count > executions { faults.append("\(name) was carried out \(runs.count) times") }
    let answers = callers.compactMap(\.answer)
    for answer in answers where !runs.contains(where: { $0.map(JournalEntry.Event.init) == answer.events }) {
      faults.append("\(name) was acknowledged and is not in the log: \(answer.events)")
    }
    for run in runs where answers.filter({ !$0.isDuplicate && $0.events.first?.eventID == run[0].eventID }).count > 1 {
      faults.append("\(name) was told twice that it was the first")
    }
    for answer in answers where !runs.contains(where: { $0.last?.timestamp == answer.timestamp }) {
      faults.append("\(name) was told another time than its events have")
    }
    if command.settlesRefusals, callers.contains(where: { $0.refusal != nil }), !runs.isEmpty {
      faults.append("\(name) was refused for good and is in the log")
    }
    checkDoubt(name, callers, runs)
  }

  private mutating func check(_ run: [RecordedEvent], _ command: AppendCommand) {
    let places = (1...command.size).map { BatchPlace(index: $0, of: command.size) }
    if run.map(\.batch) != places { faults.append("\(command.name): a batch in part") }
    if run.map(\.commandID) != command.keys { faults.append("\(command.name): events under other keys") }
    let amounts = run.compactMap { $0.data["amount"]?.number.flatMap(Money.init) }
    if amounts != command.amounts.compactMap({ JSONNumber($0).flatMap(Money.init) }) {
      faults.append("\(command.name): other events than were asked for")
    }
    if let expected = command.expected, let first = run.first, first.sequence != expected.next {
      faults.append("\(command.name) was to stand behind \(expected), and stands at \(first.sequence)")
    }
  }

  private mutating func checkExpiry(at time: Timestamp) {
    for caller in callers where caller.began.map({ $0 >= time }) ?? false {
      guard let first = caller.answer?.events.first, first.sequence.value <= before else { continue }
      faults.append("\(caller.command.name) was answered from an entry that had expired")
    }
  }

  /// What was in doubt is there as a whole or not at all; what was carried out was acknowledged, in doubt, or not heard of.
  private mutating func checkDoubt(_ name: String, _ callers: [AppendCaller], _ runs: [[RecordedEvent]]) {
    let doubtful = callers.flatMap(\.doubtful)
    let ids = Set(runs.joined().map(\.eventID))
    let strangers = Set(log.map(\.eventID)).subtracting(ids)
    for named in doubtful {
      let found = named.filter(ids.contains)
      if named.isEmpty || (!found.isEmpty && found.count != named.count) || named.contains(where: strangers.contains) {
        faults.append("\(name): doubt named \(named), of which \(found) are in the log")
      }
    }
    let told = Set(doubtful.joined() + callers.compactMap(\.answer).flatMap { $0.events.map(\.eventID) })
    if callers.contains(where: \.hasLostProcess) { return }
    for run in runs where run[0].sequence.value > before && !run.allSatisfy({ told.contains($0.eventID) }) {
      faults.append("\(name) is in the log, and nobody was told")
    }
  }
}
