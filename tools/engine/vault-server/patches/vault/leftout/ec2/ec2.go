// Package ec2 stands in for AWS's API of instances, which only a login as an instance asks: see trim.json.
package ec2

import (
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/hashicorp/vault/leftout/reason"
)

// EC2 knows no instance.
type EC2 struct{}

// Named is something that has a name.
type Named struct{ Name *string }

// Tag is a tag of an instance.
type Tag struct{ Key, Value *string }

// IamInstanceProfile is the identity of an instance.
type IamInstanceProfile struct{ Arn *string }

// Instance is what a login would be compared with.
type Instance struct {
	InstanceId, ImageId, SubnetId, VpcId, PrivateDnsName *string
	LaunchTime                                           *time.Time
	IamInstanceProfile                                   *IamInstanceProfile
	State                                                *Named
	Tags                                                 []*Tag
}

// Reservation holds instances.
type Reservation struct{ Instances []*Instance }

// DescribeInstancesInput names instances.
type DescribeInstancesInput struct{ InstanceIds []*string }

// DescribeInstancesOutput would hold them.
type DescribeInstancesOutput struct{ Reservations []*Reservation }

// New makes one that says that this is left out.
func New(...any) *EC2 { return &EC2{} }

// DescribeInstancesWithContext says that this is left out.
func (*EC2) DescribeInstancesWithContext(aws.Context, *DescribeInstancesInput, ...any) (*DescribeInstancesOutput, error) {
	return nil, reason.Error("a login as an EC2 instance")
}
