import AWSCore
import Environment
import JSON
import Projecting
import TestSupport

/// A standard queue: hides what it delivered, brings again what was not deleted, and gives up after twenty deliveries.
final class SimulatedQueue: RebuildQueue {
  struct Message {
    let id: String
    let body: String
    fileprivate(set) var visibleAt: Timestamp
    fileprivate(set) var receiveCount = 0

    /// As SQS hands it to the function.
    var record: JSONValue {
      [
        "messageId": .string(id), "eventSource": "aws:sqs", "body": .string(body),
        "attributes": ["ApproximateReceiveCount": .string(String(receiveCount))],
      ]
    }
  }

  /// Whether it takes no messages.
  var isDown = false
  private(set) var messages: [Message] = []
  private(set) var deadLetters: [Message] = []
  private(set) var sent = 0
  private let clock: ManualClock
  private let life: Life

  init(clock: ManualClock, life: Life = Life()) {
    self.clock = clock
    self.life = life
  }

  func send(_ body: String, delaySeconds: Int, deadline: Timestamp?) throws(AWSError) {
    guard life.call(), !isDown else {
      throw AWSError(kind: .malformedResponse("down"), call: "sqs SendMessage", attempts: 1, mayHaveExecuted: false)
    }
    add(body, at: clock.now().adding(milliseconds: Int64(delaySeconds) * 1_000))
  }

  /// A message, also one that nobody sent.
  func add(_ body: String, at time: Timestamp) {
    sent += 1
    messages.append(Message(id: "message-\(sent)", body: body, visibleAt: time))
  }

  /// When there will be something to deliver; nil where nothing is left.
  var nextDelivery: Timestamp? { messages.map(\.visibleAt).min() }

  func receive(atMost limit: Int, hiddenFor milliseconds: Int64) -> [Message] {
    var received: [Message] = []
    for place in messages.indices where messages[place].visibleAt <= clock.now() && received.count < limit {
      messages[place].visibleAt = clock.now().adding(milliseconds: milliseconds)
      messages[place].receiveCount += 1
      received.append(messages[place])
    }
    deadLetters += received.filter { $0.receiveCount > 20 }
    messages.removeAll { $0.receiveCount > 20 }
    return received.filter { $0.receiveCount <= 20 }
  }

  func delete(_ message: Message) { messages.removeAll { $0.id == message.id } }
}
