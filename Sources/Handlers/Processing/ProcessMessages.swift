import Environment
import EventSourcing
import JSON
import LambdaRuntime
import SQS

/// The messages of a process's queue: each is done with, put aside for good, or comes again.
struct ProcessMessages<Process: DomainProcess> {
  let runner: ProcessRunner<Process>
  let deadLetters: DeadLetterQueue
  /// How long after its notification an event may take to show in the store.
  let lagSeconds: Int
  let clock: any Clock

  /// - Throws: `FunctionError` where a record could not be reported by name: then all come again.
  /// - Returns: Lambda's answer, which names those that come again.
  func handle(_ json: [JSONValue], _ observer: ProcessObserver) throws(FunctionError) -> [UInt8] {
    let records: [QueueRecord]
    do {
      records = try QueueRecord.batch(json, deadLetterQueue: deadLetters.name)
    } catch {
      throw FunctionError(type: error.name, message: error.description)
    }
    var failed: [JSONValue] = []
    for record in records where !settle(record, observer) {
      failed.append(["itemIdentifier": .string(record.messageID)])
    }
    return JSONValue.object(["batchItemFailures": .array(failed)]).serialized()
  }

  /// - Returns: whether the message is done with.
  private func settle(_ record: QueueRecord, _ observer: ProcessObserver) -> Bool {
    defer { observer.context.workOn(nil) }
    let message: ProcessMessage
    do {
      message = try ProcessMessage(body: record.body, noun: Process.noun)
    } catch {
      return putAside(ProcessLetter(error, of: record), observer)
    }
    observer.context.workOn(message.aggregateID.text, correlationID: message.correlationID)
    do {
      observer.note(
        try runner.run(message.aggregateID, from: message.sequence, deadline: observer.context.deadline))
      return true
    } catch {
      guard isFinal(error, record, message) else {
        observer.failed("a message comes again", error)
        return false
      }
      return putAside(ProcessLetter(error, of: message, record), observer)
    }
  }

  /// Whether waiting does not help. An event that the store does not show is waited for as long as a replica may lag.
  private func isFinal(_ failure: ProcessFailure, _ record: QueueRecord, _ message: ProcessMessage) -> Bool {
    guard case .notInStore = failure else { return failure.isPermanent }
    return record.isOlder(than: lagSeconds, orElseFrom: message.time, now: clock.now())
  }

  private func putAside(_ letter: ProcessLetter, _ observer: ProcessObserver) -> Bool {
    do {
      try deadLetters.take(letter.json, code: letter.reason, deadline: observer.context.deadline)
    } catch {
      observer.failed(
        "a message comes again: the dead-letter queue did not take its letter", letter, because: error.description)
      return false
    }
    observer.putAside(letter)
    return true
  }
}
