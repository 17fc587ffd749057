import Domain
import Markup

/// A table to fill in. Without scripts it shows the rows that are there and a few more; with them, rows can be added and taken away.
/// A row that is wholly empty counts as not there.
struct RowsField: Component {
    let name: String
    let columns: [Field]
    let atLeast: Int
    let atMost: Int
    /// Rows that are there at first, for those who cannot add one without scripts.
    let atFirst: Int
    let filled: Filled

    private var shown: Int { min(atMost, max(atLeast, atFirst, filled.rows(name) + 1)) }

    func html(_ view: View) -> HTML {
        let id = "f-" + name
        let error = filled.error(name) != nil
        return """
            <div class="rows" id="\(id)" tabindex="-1" data-rows="\(name)" data-at-least="\(atLeast)" data-at-most="\(atMost)">\
            <table\(if: error, " aria-describedby=\"\(id)-error\"")><thead><tr><th scope="col" class="row-number">\(view("序号", "No."))</th>\(each: columns, { column in """
                <th scope="col" id="\(id)-\(column.name)">\(column.label)\(if: column.optional, "<span class=\"optional\">\(view("（选填）", " (optional)"))</span>")</th>
                """ })<th scope="col" class="row-tools"><span class="hidden">\(view("操作", "Actions"))</span></th></tr></thead>\
            <tbody>\(each: 0..<shown, { row(view, "\($0)", number: "\($0 + 1)", id: id) })</tbody></table>\
            <template>\(row(view, "__row__", number: "__number__", id: id))</template>\
            <p class="rows-tools"><button class="button button-secondary" type="button" data-add-row hidden>\(view("添加一行", "Add a row"))</button>\
            <span class="hint">\(bounds(view))</span></p></div>
            """
    }

    /// Only the bounds that somebody may meet.
    private func bounds(_ view: View) -> String {
        let least = atLeast > 0 ? view("至少 \(atLeast) 行；", "At least \(atLeast) rows; ") : ""
        let most = atMost < 50 ? view("最多 \(atMost) 行；", "at most \(atMost) rows; ") : ""
        return least + most + view("空行不计", "empty rows do not count")
    }

    private func row(_ view: View, _ index: String, number: String, id: String) -> HTML {
        """
        <tr data-row="\(index)"><th scope="row" class="row-number" id="\(id)-row-\(index)"><span class="row-word">\(view("第", "Row "))</span><span data-row-number>\(number)</span>\
        <span class="row-word">\(view("行", ""))</span></th>\(each: columns, { column in
            let cell = column.at("\(name).\(index).\(column.name)", in: filled)
            return """
                <td data-label="\(column.label)"\(if: filled.error(cell.name) != nil, " class=\"field-error\"")>\
                \(cell.control(view, labelled: "\(id)-\(column.name) \(id)-row-\(index)"))\(cell.cellError(view))</td>
                """
        })<td class="row-tools"><button class="button button-quiet" type="button" data-remove-row hidden>\(view("删除", "Delete"))\
        <span class="hidden">\(view("第", " row")) <span data-row-number>\(number)</span> \(view("行", ""))</span></button></td></tr>
        """
    }
}
