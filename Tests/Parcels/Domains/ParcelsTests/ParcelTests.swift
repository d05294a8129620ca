import DomainFile
import EventSourcing
import JSON
import Parcels
import TestSupport
import Testing

@Suite struct ParcelTests {
  @Test("a parcel is at the place it was last moved to, and at none once it is delivered")
  func life() throws {
    var state = Parcel.initial
    for (type, place, places) in [
      ("ParcelRegistered", "lisbon", ["lisbon"]), ("ParcelMoved", "porto", ["porto"]), ("ParcelDelivered", "", []),
    ] {
      state = try after(state, type, ["place": .string(place)])
      #expect(Parcel.views[0].keys(state) == places)
      #expect(Parcel.decodeState(from: Parcel.encode(state)) == state)
    }
    #expect(Parcel.description(of: state) == ["place": "porto", "moves": 1, "isDelivered": true])
  }

  @Test("each rule")
  func rules() throws {
    let there = try after(Parcel.initial, "ParcelRegistered", ["place": "lisbon"])
    let gone = try after(there, "ParcelDelivered", [:])
    #expect(throws: ParcelRule.isRegistered) { try after(there, "ParcelRegistered", ["place": "porto"]) }
    #expect(throws: ParcelRule.isUnknown) { try after(Parcel.initial, "ParcelDelivered", [:]) }
    #expect(throws: ParcelRule.isDelivered) { try after(gone, "ParcelMoved", ["place": "porto"]) }
    #expect(throws: PayloadError.self) { try after(there, "ParcelMoved", [:]) }
  }

  @Test("what infrastructure is told of it")
  func described() throws {
    let description = DomainDescription<Parcel>.json
    #expect(
      description["views"] == [["query": "getPlaceParcels", "member": "placeId", "route": "/places/{id}/parcels"]])
    #expect(description["noun"]?["idAttribute"] == "ParcelId")
  }

  private func after(_ state: Parcel.State, _ type: String, _ data: JSONObject) throws -> Parcel.State {
    let command = try Parcel.command(type, data, for: try AggregateID(Parcel.sampleID))
    var log = try SampleLog(Parcel.sampleID)
    let event = try Parcel.decide(command, state)
    log.next(event.data, type: event.type)
    return try Parcel.fold(log.events, onto: state)
  }
}
