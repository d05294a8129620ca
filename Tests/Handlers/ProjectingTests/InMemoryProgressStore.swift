import Environment
import ReadModel

/// Progress without a database.
final class InMemoryProgressStore: ProgressStore {
  /// Called before each put, with what is put; a test can let somebody else come first.
  var onPut: ((Progress) -> Void)?
  private(set) var items: [String: Progress] = [:]
  private let life: Life

  init(life: Life = Life()) {
    self.life = life
  }

  func progress(_ name: String, deadline: Timestamp?) throws(ReadModelError) -> Progress {
    guard life.call() else { throw ReadModelError(.unavailable, "dead") }
    return items[name] ?? Progress(name: name)
  }

  func put(_ progress: Progress, deadline: Timestamp?) throws(ReadModelError) -> Progress? {
    onPut?(progress)
    guard life.call() else { throw ReadModelError(.unavailable, "dead") }
    guard items[progress.name]?.revision == progress.revision else { return nil }
    let next = Progress(
      name: progress.name, revision: (progress.revision ?? 0) + 1, content: progress.content)
    items[progress.name] = next
    return next
  }
}
