import Domain
import Foundation
import Testing

@Suite struct CoordinatesTests {
    /// Known pairs, as the tests of other implementations of the shift have them.
    private static let pairs: [(wgs: (Double, Double), gcj: (Double, Double))] = [
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ]

    @Test func theShiftIsTheKnownOne() throws {
        for (wgs, gcj) in Self.pairs {
            let drawn = try #require(WGS84(latitude: wgs.0, longitude: wgs.1)).gcj02
            #expect(abs(drawn.latitude - gcj.0) < 1e-9 && abs(drawn.longitude - gcj.1) < 1e-9)
            let back = try #require(GCJ02(latitude: gcj.0, longitude: gcj.1)).wgs84
            #expect(abs(back.latitude - wgs.0) < 1e-9 && abs(back.longitude - wgs.1) < 1e-9)
        }
    }

    @Test func thereAndBackIsTheSamePlace() throws {
        for latitude in stride(from: 18.0, through: 53.0, by: 1.7) {
            for longitude in stride(from: 74.0, through: 134.0, by: 1.9) {
                let place = try #require(WGS84(latitude: latitude, longitude: longitude))
                #expect(abs(place.gcj02.wgs84.latitude - latitude) < 1e-8 && abs(place.gcj02.wgs84.longitude - longitude) < 1e-8, "\(latitude) \(longitude)")
                let drawn = try #require(WGS84(latitude: place.gcj02.latitude, longitude: place.gcj02.longitude)).metres(to: place)
                #expect((20...1500).contains(drawn), "\(latitude) \(longitude)")
            }
        }
    }

    @Test func outsideChinaMapsAreNotShifted() throws {
        let paris = try #require(WGS84(latitude: 48.8566, longitude: 2.3522))
        #expect(paris.gcj02.latitude == 48.8566 && paris.gcj02.longitude == 2.3522 && paris.gcj02.wgs84 == paris)
    }

    @Test func whatIsNoPlaceOnEarthIsNone() throws {
        for (latitude, longitude) in [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (Double.nan, 0), (0, .infinity)] {
            #expect(WGS84(latitude: latitude, longitude: longitude) == nil && GCJ02(latitude: latitude, longitude: longitude) == nil)
        }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(WGS84.self, from: Data(#"{"latitude":91,"longitude":0}"#.utf8)) }
    }

    @Test func distancesGoAlongTheSphere() throws {
        func at(_ latitude: Double, _ longitude: Double) throws -> WGS84 { try #require(WGS84(latitude: latitude, longitude: longitude)) }
        #expect(try at(36, 120).metres(to: try at(36, 120)) == 0)
        #expect(try at(0, 0).metres(to: try at(0, 1)) == 111_195)
        #expect(try at(0, 0).metres(to: try at(0, 180)) == 20_015_087)
        #expect(try at(36.16, 120.48).metres(to: try at(36.16, 120.47)) == 898)
        // Qingdao to Beijing, some 550 kilometres.
        let far = try at(36.0671, 120.3826).metres(to: try at(39.9042, 116.4074))
        let back = try at(39.9042, 116.4074).metres(to: try at(36.0671, 120.3826)), narrow = try at(60, 0).narrowing
        #expect((545_000...555_000).contains(far) && far == back)
        #expect(abs(narrow - 0.5) < 1e-12)
    }
}
