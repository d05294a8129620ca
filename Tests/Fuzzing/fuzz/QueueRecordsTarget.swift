import Accounts
import EventSourcing
import JSON
import SQS
import Transfers

@testable import Processing
@testable import Projecting

/// Messages of queues, by whoever put them there: each is read for what it asks, or refused with a reason.
struct QueueRecordsTarget: FuzzTarget {
  private let projector = NamedDomains()

  func check(_ input: [UInt8]) {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    checkMessage(text)
    guard let records = (try? JSONValue(parsing: input))?["Records"]?.array else { return }
    do throws(QueueRecordError) {
      for record in try QueueRecord.batch(records, deadLetterQueue: "dead-letters") {
        require(!record.messageID.isEmpty, "each message can be reported")
        checkMessage(record.body)
      }
    } catch {
      require(!error.description.isEmpty && !error.name.isEmpty, "a batch is refused with a reason")
    }
  }

  private func checkMessage(_ body: String) {
    do throws(QueuedMessageError) {
      let message = try QueuedMessage(body: body, projector: projector)
      check(message, body)
    } catch {
      let letter = Letter(error, messageID: "message-1").json.text
      require((try? QueuedMessage(body: letter, projector: projector)) == nil, "its letter names no aggregate")
    }
    do throws(ProcessMessageError) {
      let message = try ProcessMessage(body: body, noun: Transfer.noun)
      require(message.sequence > .zero, "a run has an event")
    } catch {
      require(!error.name.isEmpty && !error.description.isEmpty, "a message is refused with a reason")
    }
  }

  private func check(_ message: QueuedMessage, _ body: String) {
    if let notice = message.notice { require(notice.sequence > .zero, "a notice tells of an event") }
    switch message {
    case .part(let part):
      let again = (try? JSONValue(parsing: part.text))?.object.flatMap(RebuildMessage.init)
      require(again == part, "a part is read as it is written")
    case .notification(let notification): checkFailedInvocation(with: body, notification.notice)
    case .letter, .action: return
    }
  }

  /// Lambda's record of an invocation with an event that failed says the same as the event.
  private func checkFailedInvocation(with body: String, _ notice: Notice) {
    guard let object = (try? JSONValue(parsing: body))?.object, object["requestPayload"] == nil else { return }
    if object["aggregateId"] != nil || object["body"] != nil { return }
    let record = #"{"requestContext":{},"requestPayload":\#(body)}"#
    let message = try? QueuedMessage(body: record, projector: projector)
    require(message?.notice == notice, "within a failure's record it is the same notice")
  }
}
