import Documents
import Engine

extension Finding {
    /// The region, or its first line: a code host shows a finding in a change only if that changes all of its lines.
    var tightRegion: SourceRegion {
        guard region.end.line != region.start.line else { return region }
        let length = excerpt.line == region.start.line ? max(excerpt.length, 1) : 1
        var region = region
        region.end = Position(
            line: region.start.line, column: region.start.column + length, offset: region.start.offset)
        return region
    }
}
