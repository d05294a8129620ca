import EventSourcing
import JSON

/// One audit item, or a stretch of the audit trail where there is none.
struct AuditEntry {
  let first: SequenceNumber
  let last: SequenceNumber
  /// The item's attributes; nil where there is none.
  let item: JSONObject?
}
