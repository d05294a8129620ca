import Environment
import EventSourcing
import JSON

/// One reading of a log's end together with the journal: two tables, so it may show one side of a command only.
struct TailReading {
  /// For how long an event without its journal entry is taken for one whose entry is on its way, in milliseconds.
  private static let longestWrite: Int64 = 60_000

  let window: [RecordedEvent]
  let copies: [JSONObject]
  private let entries: [JournalEntry]
  private let keys: [IdempotencyKey]
  private let now: Timestamp

  init(
    window: [RecordedEvent], copies: [JSONObject], entries: [JournalEntry], keys: [IdempotencyKey], at now: Timestamp
  ) {
    self.window = window
    self.copies = copies
    self.entries = entries
    self.keys = keys
    self.now = now
  }

  var entriesInForce: [JournalEntry] { entries.filter { $0.isInForce(at: now) } }

  /// Whether nothing that was written as one shows in part: no batch, no event without its entry, no entry without its
  /// event.
  var isWhole: Bool {
    EventRun(window, from: nil, isEnd: true).isWhole && !lacksAnEntry && !lacksAnEvent && !lacksAnEntryOfSeveral
  }

  /// Whether an event stands in the log.
  ///
  /// - Returns: nil for a place before the window.
  func holds(_ event: JournalEntry.Event) -> Bool? {
    if let first = window.first, event.sequence < first.sequence { return nil }
    return window.contains { $0.sequence == event.sequence && $0.eventID == event.eventID }
  }

  /// Entries in force whose events, or some of them, do not show.
  var entriesWithoutEvents: [JournalEntry] {
    entriesInForce.filter { entry in entry.events.contains { holds($0) == false } }
  }

  private var lacksAnEvent: Bool { !entriesWithoutEvents.isEmpty }

  /// The entries of one command are written together, so some without the others are on their way.
  private var lacksAnEntryOfSeveral: Bool {
    entries.count < keys.count && entries.contains { now.milliseconds(since: $0.timestamp) < Self.longestWrite }
  }

  private var lacksAnEntry: Bool {
    window.contains { event in
      guard let commandID = event.commandID, let key = keys.first(where: { ByteText.sameBytes($0.text, commandID) })
      else { return false }
      return now.milliseconds(since: event.timestamp) < Self.longestWrite && !entries.contains { $0.key == key }
    }
  }
}
