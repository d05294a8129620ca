import Accounts
import Amounts
import EventSourcing
import JSON
import TestSupport

/// Judges what is left of a schedule: the log by its events alone, and what callers were told by the log.
struct AppendJudge {
  private let log: [RecordedEvent]
  private let callers: [AppendCaller]
  private let before: Int
  /// What is wrong.
  private(set) var faults: [String] = []

  /// - Parameter executions: how often a key may have been carried out, one more for each time that it expires.
  init(_ schedule: AppendSchedule, _ callers: [AppendCaller], executions: Int = 1) throws {
    log = schedule.tables.log(of: schedule.world.aggregateID)
    before = schedule.world.tables.log(of: schedule.world.aggregateID).count
    self.callers = callers
    faults = callers.flatMap(\.violations)
    checkLog()
    checkBalance()
    for (name, callers) in Dictionary(grouping: callers, by: \.command.name) {
      check(name, callers, executions: executions)
    }
    try checkCheckpoint(schedule)
    if executions == 1 { try checkJournal(schedule) }
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

  // MARK: What a fresh process finds

  private mutating func checkCheckpoint(_ schedule: AppendSchedule) throws {
    let aggregateID = schedule.world.aggregateID
    guard let checkpoint = try schedule.tables.checkpoint(of: aggregateID) else { return }
    guard let copy = FoldedCopy<Account>(attributes: checkpoint, of: aggregateID) else {
      return faults.append("the checkpoint is no copy")
    }
    let part = log.prefix(copy.head.sequence.value)
    if part.last?.head != copy.head { faults.append("the checkpoint stands behind no event of the log") }
    if try Account.fold(part, onto: Account.initial) != copy.state { faults.append("the checkpoint is not the fold") }
  }

  /// What a key was answered with is what it will be answered with.
  private mutating func checkJournal(_ schedule: AppendSchedule) throws {
    for caller in callers {
      guard let answer = caller.answer else { continue }
      let keys = try caller.command.request(for: schedule.world.aggregateID).keys.map(\.text)
      for (place, key) in keys.enumerated() {
        let remembered = try schedule.tables.rememberedEvents(under: key, of: schedule.world.aggregateID)
        let own = answer.events.map(\.eventID)
        let isRight = place == 0 ? remembered == own : !remembered.isEmpty && Set(remembered).isSubset(of: own)
        if !isRight { faults.append("\(key) remembers \(remembered), and was answered by \(own)") }
      }
    }
  }

  /// What sort of log and answers it came to.
  var shape: [String] { endings + log.map(\.correlationID) }

  /// What a process finds that comes later.
  mutating func checkFreshReader(_ schedule: AppendSchedule) throws {
    let world = schedule.world
    let store = world.store(on: MemoryTransport(schedule.tables, clock: world.clock))
    let keys = try callers.flatMap { try $0.command.request(for: world.aggregateID).keys }
    let tail = try store.loadTail(of: world.aggregateID, keys: Array(Set(keys)), deadline: nil)
    let loaded: LoadedAggregate<Account> = try AggregateLoader(store: store)
      .load(world.aggregateID, tail: tail, deadline: nil)
    if loaded.head != log.last?.head ?? .empty { faults.append("a reader finds the end at \(loaded.head)") }
    if try Account.fold(log, onto: Account.initial) != loaded.state { faults.append("a reader folds to another state") }
    if !tail.orphans.isEmpty { faults.append("the journal knows events that are not in the log: \(tail.orphans)") }
  }
}
