import Environment

/// Keeps ``Progress``, each replaced only by somebody who has read it.
public protocol ProgressStore: AnyObject {
  /// Reads what is there, strongly consistent; one without a revision where nothing is.
  func progress(_ name: String, deadline: Timestamp?) throws(ReadModelError) -> Progress

  /// Puts a progress in the place of the one of its revision, if that is still there.
  ///
  /// - Returns: what is there now, with the next revision; nil if somebody else came first.
  func put(_ progress: Progress, deadline: Timestamp?) throws(ReadModelError) -> Progress?
}
