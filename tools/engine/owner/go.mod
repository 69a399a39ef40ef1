module engine/owner

go 1.26.0
